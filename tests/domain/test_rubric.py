"""评分标准 as people write it: the tables to add an example to."""

import re
import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.rubric import band_label, read_rubric, rubric_text
from app.domain.targets import Quantity, read
from app.scheme.rules import Band, ByTarget, Deduct, Judge, Measure, Rule, Share, Tiers

A_LITTLE = Decimal("0.01")

# The 29 rules of a published self-evaluation with their tiers worked out by hand, first match wins:
# ">=90 10": points from 90 on; "[80,90) 6"; "abs<=10 5"; "=清晰合理 3": a text; "else 0".
OFFICE = [
    ("清晰合理得3分，否则不得分", "=清晰合理 3; else 0"),
    ("清晰合理得3分，否则不得分", "=清晰合理 3; else 0"),
    ("制定了年度工作计划，得3分；未制定不得分", "=制定了年度工作计划 3; =未制定 0"),
    (
        "所有项目支出均设定指标体系，得8分；80%-99%的项目支出设定了指标，得5分；"
        "50%-79%的项目支出设定了指标，得3分；否则不得分",
        "=所有项目支出均设定指标体系 8; >=100 8; [80,99] 5; [50,79] 3; else 0",
    ),
    ("偏差率≤10%，得5分；10%＜偏差率≤20%，得3分；否则不得分", "abs<=10 5; abs<=20 3; else 0"),
    ("偏差率≤5%，得5分；5%＜偏差率≤10%，得3分；否则不得分", "abs<=5 5; abs<=10 3; else 0"),
    (
        "不存在不一致的情况，得6分；存在1个项目不一致，得3分；存在2个项目不一致，得1分；否则不得分",
        "=不存在不一致的情况 6; =不存在不一致 6; [0,0] 6; [1,1] 3; [2,2] 1; else 0",
    ),
    *[
        (
            "制定并实施得3分；制定了未实施得1分；未制定不得分",
            "=制定并实施 3; =制定了未实施 1; =未制定 0",
        )
    ]
    * 3,
    ("岗位数≥12000个，得2分；否则不得分", ">=12000 2; else 0"),
    ("开发公益性岗位≥200个，得2分；否则不得分", ">=200 2; else 0"),
    ("公益性岗位补贴≥109人，得2分；否则不得分", ">=109 2; else 0"),
    ("失业保险稳岗返还户数≥100户，得2分；否则不得分", ">=100 2; else 0"),
    ("农村劳动力培训人数≥11965人，得2分；否则不得分", ">=11965 2; else 0"),
    ("转移培训人数≥3965人，得2分；否则不得分", ">=3965 2; else 0"),
    ("引导性培训人数≥3000人，得2分；否则不得分", ">=3000 2; else 0"),
    ("农村劳动力转移就业≥4000人，得2分；否则不得分", ">=4000 2; else 0"),
    ("新增农村劳动力转移就业≥400人，得2分；否则不得分", ">=400 2; else 0"),
    ("精准帮扶东川区农村劳动力转移就业≥700人，得2分；否则不得分", ">=700 2; else 0"),
    ("精准帮扶禄劝县农村劳动力转移就业≥700人，得2分；否则不得分", ">=700 2; else 0"),
    ("农村劳动力基础信息普查更新人数≥65000人，得2分；否则不得分", ">=65000 2; else 0"),
    ("高校毕业生、流动人员档案转寄份数≥500份，得2分；否则不得分", ">=500 2; else 0"),
    ("就业招聘活动会实际开展不低于17场，得2分；否则不得分", ">=17 2; else 0"),
    ("补助资金到位率≥90%，得2分；否则不得分", ">=90 2; else 0"),
    ("城镇登记失业率≤5.3%，得4分；否则不得分", "<=5.3 4; else 0"),
    ("转移收入≥4800万元，得4分；否则不得分", ">=48000000 4; else 0"),
    *[
        (
            "满意率≥90%，得10分；介于80%-90%，得6分；介于60%-80%，得4分；否则不得分",
            ">=90 10; [80,90) 6; [60,80) 4; else 0",
        )
    ]
    * 2,
]

# Rules as tables of several provinces shorten them; points in words are parts of a weight of 10
TABLES = [
    (
        "0→5；0-10%(含)→4；10-20%(含)→3；20-30%(含)→2；>30%→0",
        "[0,0] 5; (0,10] 4; (10,20] 3; (20,30] 2; >30 0",
    ),
    ("0→8；0-10→6；10-20→4；20-30→2；>30→0", "[0,0] 8; (0,10] 6; (10,20] 4; (20,30] 2; >30 0"),
    ("0→3；0-10→2；10-20→1；20-30→0.5；>30→0", "[0,0] 3; (0,10] 2; (10,20] 1; (20,30] 0.5; >30 0"),
    ("≥90→5；80-90→4；70-80→3；60-70→2；<60→0", ">=90 5; [80,90) 4; [70,80) 3; [60,70) 2; <60 0"),
    ("无结余3；有结余但不超上年2；超上年0", "=无结余 3; =有结余但不超上年 2; =超上年 0"),
    ("清晰合理3，否则0", "=清晰合理 3; else 0"),
    ("100%→8；80-99%→5；50-79%→3；否则0", ">=100 8; [80,99] 5; [50,79] 3; else 0"),
    ("≤10%→5；10-20%(含)→3；否则0", "<=10 5; (10,20] 3; else 0"),
    ("0个→6；1个→3；2个→1；否则0", "[0,0] 6; [1,1] 3; [2,2] 1; else 0"),
    ("制定并实施3；制定未实施1；未制定0", "=制定并实施 3; =制定未实施 1; =未制定 0"),
    ("≥90%→2，否则0", ">=90 2; else 0"),
    ("≥4800万元→4，否则0", ">=48000000 4; else 0"),
    ("≥90%→10；80-90%→6；60-80%→4；否则0", ">=90 10; [80,90) 6; [60,80) 4; else 0"),
]

# the same few tiers in the ways that people write them
WRITTEN = [
    (
        "满意率９０％以上（含９０％），得１０分；８０％（含）至９０％得６分；其余不得分",
        ">=90 10; [80,90) 6; else 0",
    ),
    ("90%以上得10分，80%-90%得6分，80%以下不得分", ">=90 10; [80,90) 6; <80 0"),
    ("90%及以上得10分、80%及以上得6分、否则不得分", ">=90 10; >=80 6; else 0"),
    ("≥90%得10分\n80%-90%得6分\n否则不得分", ">=90 10; [80,90) 6; else 0"),
    ("评分标准：≥90%得10分。80%-90%得6分。否则不得分。", ">=90 10; [80,90) 6; else 0"),
    ("1.≥90%得10分；2.80%-90%得6分；3.否则不得分", ">=90 10; [80,90) 6; else 0"),
    ("①≥90%得10分；②80%-90%得6分；③否则不得分", ">=90 10; [80,90) 6; else 0"),
    ("（1）≥90%得10分；（2）80%-90%得6分；（3）否则不得分", ">=90 10; [80,90) 6; else 0"),
    ("大于等于90%得10分；大于等于80%小于90%得6分；小于80%得0分", ">=90 10; [80,90) 6; <80 0"),
    (
        "不低于90%的，得10分；80%（含）以上90%以下的，得6分；低于80%的，不得分",
        ">=90 10; [80,90) 6; <80 0",
    ),
    (
        "80%-90%（含80%）得6分；90%-100%（含90%）得10分；80%以下不得分",
        "[80,90) 6; [90,100] 10; <80 0",
    ),
    ("高于90%得10分；80%-90%（含）得6分；否则不得分", ">90 10; (80,90] 6; else 0"),
    ("90%（不含）以上得10分；80%-90%得6分；否则不得分", ">90 10; [80,90] 6; else 0"),
    ("达到100%得5分；80%（含）-100%得3分；80%以下不得分", ">=100 5; [80,100) 3; <80 0"),
    ("满意度在90%以上得10分；在80%-90%之间得6分；在80%以下不得分", ">=90 10; [80,90) 6; <80 0"),
    ("≥90%，10分；80%-90%，6分；＜80%，0分", ">=90 10; [80,90) 6; <80 0"),
    ("100%-90%（含）得10分；90%-80%（含）得6分；否则不得分", "[90,100] 10; [80,90) 6; else 0"),
    ("≥90%得10分；＜90%且≥80%得6分；＜80%不得分", ">=90 10; [80,90) 6; <80 0"),
    ("满意度≥90%得10分；80%≤x＜90%得6分；x＜80%得0分", ">=90 10; [80,90) 6; <80 0"),
    ("满意度≥90%计10分；90%＞满意度≥80%计6分；满意度＜80%不得分", ">=90 10; [80,90) 6; <80 0"),
    (
        "预算控制率=0，计5分；0-10%（含），计4分；10-20%（含），计3分；大于20%不得分。",
        "[0,0] 5; (0,10] 4; (10,20] 3; >20 0",
    ),
    (
        "无结余，计3分；有结余，但不超过上年结转，计2分；结余超过上年结转，不得分。",
        "=无结余 3; =有结余，但不超过上年结转 2; =结余超过上年结转 0",
    ),
    ("达到90%得10分；未达到不得分", ">=90 10; else 0"),
    ("未达到80%不得分；80%及以上得5分", "<80 0; >=80 5"),
    ("20%≥偏差率＞10%得3分；偏差率≤10%得5分；否则不得分", "abs<=10 5; abs<=20 3; else 0"),
    ("80%——90%得6分；90%以上得10分；否则不得分", "[80,90) 6; >=90 10; else 0"),
    ("0-10%（含）得5分；10%-20%（含）得3分；否则不得分", "[0,10] 5; (10,20] 3; else 0"),
    ("5%以内得5分；5%-10%得3分；否则不得分", "<=5 5; (5,10] 3; else 0"),
    ("≤10%得5分；10%-20%得3分；≥20%不得分", "<=10 5; (10,20) 3; >=20 0"),
    ("20%及以上不得分；10%-20%得3分；10%以内得5分", ">=20 0; (10,20) 3; <=10 5"),
    ("控制在5%以内得5分；5%-10%得3分；超过10%不得分", "<=5 5; (5,10] 3; >10 0"),
    ("执行率在95%（含）-105%（含）之间得5分；否则不得分", "[95,105] 5; else 0"),
    ("0起得5分，否则不得分", "[0,0] 5; else 0"),
    ("增长率≥5%得5分；否则不得分", ">=5 5; else 0"),
    ("用时≤30分钟，得5分；否则不得分", "<=30 5; else 0"),
    ("不超过3个百分点得5分；否则不得分", "<=3 5; else 0"),
    ("0个得6分；1个得3分；2个及以上不得分", "[0,0] 6; [1,1] 3; >=2 0"),
    ("≥12,000人得5分；否则不得分", ">=12000 5; else 0"),
    ("≥3.9万人，得5分；2-3.9万人得3分；低于2万人不得分", ">=39000 5; [20000,39000) 3; <20000 0"),
    (
        "≥1亿元得9分；5000万元（含）-1亿元得5分；否则不得分",
        ">=100000000 9; [50000000,100000000) 5; else 0",
    ),
    ("全部完成得5分，否则不得分", "=全部完成 5; >=100 5; else 0"),
    ("全部公开得3分；部分公开得1分；未公开不得分", "=全部公开 3; =部分公开 1; =未公开 0"),
    ("及时、足额得3分；未公开或公开不及时不得分", "=及时、足额 3; =未公开 0; =公开不及时 0"),
    ("优秀得10分；良好得8分；合格得6分；不合格不得分", "=优秀 10; =良好 8; =合格 6; =不合格 0"),
]

PERCENT, PLAIN = Measure(), Measure(unit="")
ONE, HALF, HUNDRED = Decimal(1), Decimal("0.5"), Decimal(100)

# text, weight, rule
STEPS: list[tuple[str, int, Rule]] = [
    ("≤100%得5；每超1个百分点扣0.5，扣完为止", 5, Deduct(PERCENT, HUNDRED, "above", ONE, HALF)),
    ("≤0得8；每超1个百分点扣0.8", 8, Deduct(PERCENT, Decimal(0), "above", ONE, Decimal("0.8"))),
    ("100%得5；每低5%扣2，扣完为止", 5, Deduct(PERCENT, HUNDRED, "below", Decimal(5), Decimal(2))),
    ("100%满分；超（降）1%扣1", 6, Deduct(PERCENT, HUNDRED, "both", ONE, ONE)),
    ("≤100%满分；每超1%扣1", 8, Deduct(PERCENT, HUNDRED, "above", ONE, ONE)),
    ("≤100%得8；每超1pp扣1", 8, Deduct(PERCENT, HUNDRED, "above", ONE, ONE)),
    ("≤100得5；每超1pp扣0.5", 5, Deduct(PERCENT, HUNDRED, "above", ONE, HALF)),
    (
        "控制率不超过100%，得5分，每超过一个百分点，扣0.5分，扣完为止。",
        5,
        Deduct(PERCENT, HUNDRED, "above", ONE, HALF),
    ),
    ("≥10次得5分；每少1次扣1分（扣完为止）", 5, Deduct(PLAIN, Decimal(10), "below", ONE, ONE)),
    (
        "≤5天得5分；每超过1天扣1分，不足1天按1天计算，扣完为止",
        5,
        Deduct(PLAIN, Decimal(5), "above", ONE, ONE, "started"),
    ),
    (
        "偏差率≤10%得5分，每超过1个百分点扣0.5分，不足1个百分点按比例扣分，扣完为止",
        5,
        Deduct(Measure(absolute=True), Decimal(10), "above", ONE, HALF, "exact"),
    ),
    (
        "≤20万元得5分；每超1万元扣1分",
        5,
        Deduct(PLAIN, Decimal(200000), "above", Decimal(10000), ONE),
    ),
    (
        "以100%为标准。控制率≤100%，计5分；每超过一个百分点扣0.5分，扣完为止",
        5,
        Deduct(PERCENT, HUNDRED, "above", ONE, HALF),
    ),
    (
        "“三公经费”变动率≤0，计8分；“三公经费”变动率＞0，每超过一个百分点扣0.8分，扣完为止",
        8,
        Deduct(PERCENT, Decimal(0), "above", ONE, Decimal("0.8")),
    ),
    (
        "到位率100%计满分，低于100%的，每低于5%扣2分，扣完为止",
        5,
        Deduct(PERCENT, HUNDRED, "below", Decimal(5), Decimal(2)),
    ),
    ("得分=重点工作实际完成率×8", 8, Share(PERCENT)),
    ("得分=10×比例", 10, Share(PERCENT)),
    ("按比例", 8, Share(PERCENT)),
    ("按完成比例得分，满分为止", 20, Share(PERCENT)),
    ("得分=实际完成值×15", 15, Share(PERCENT)),
    ("得分＝10×实际完成值÷95%，最高10分", 10, Share(PERCENT, Decimal(95))),
    ("达到指标值得10分；否则不得分", 10, ByTarget("nothing")),
]

# text, what is open in it
OPEN = [
    ("", "nothing"),
    ("据实打分", "no rule"),
    ("≤0得8", "above 0"),
    ("≥90%得10分；80%-90%得6分", "below 80%"),
    ("≥90%得8-10分；80%-90%得6-8分；否则不得分", "points of a tier"),
    ("满意度≥90%满分；80-90%、70-80%…递减", "points of two tiers"),
    ("满意度≥90%得5分；投诉数≤3件得5分", "two figures"),
    ("数量达标率≥90%得5分；质量达标率≥95%得3分；否则不得分", "two figures"),
    ("≥90%的学生满意得5分；80%-90%的家长满意得3分；否则不得分", "two figures"),
    ("较上年下降5%以上得5分；否则不得分", "a rule holds no direction"),
    ("百分之九十以上得5分；否则不得分", "a figure in words"),
    ("一次得5分；否则不得分", "a figure in words"),
    ("10人以下得5分；10-20人得3分；20人以上得1分", "10: the lower end is the worse tier"),
    ("90%-100%得5分；100%以上得3分；否则不得分", "100%: the lower end is the worse tier"),
    ("0-59分得0分；60-79分得3分；80-100分得5分", "59.5"),
    ("≥90%得10分；＜90%不得分；无此项得10分", "a third rule"),
    ("≥90%得10分，每增加1%加1分", "a sum"),
    ("≥90%以下得5分；否则不得分", "sign"),
    ("=90%以上得5分；否则不得分", "sign"),
    ("≥90%（不含）得5分；否则不得分", "sign"),
    ("10%＜x≥20%得5分；否则不得分", "sign"),
    ("100%（含）得5分；否则不得分", "sign"),
    ("90%以上（含95%）得5分；否则不得分", "included or not"),
    ("80%-90%（含85%）得5分；否则不得分", "included or not"),
    ("80%（含）-90%（不含80%）得5分；否则不得分", "included or not"),
    ("80%-90人得5分；否则不得分", "unit"),
    ("1000人左右得5分；否则不得分", "about"),
    ("≥20余人得5分；否则不得分", "about"),
    ("≤12月得5分；否则不得分", "a date"),
    ("≥90个且按时得5分；否则不得分", "a second condition"),
    ("所有项目均公开且按时得5分，否则不得分", "a second condition"),
    ("1.≥90%得10分；80%-90%得6分；3.否则不得分", "a lost clause"),
    ("未全部公开得1分；公开较好得3分；未公开不得分", "the order"),
    ("未公开得3分；未公开不得分", "two points"),
    ("否则得3分；未制定不得分", "the rest comes first"),
    ("80%-90%得6分；70%-95%得4分；否则不得分", "85% is in two tiers"),
    ("＞120%得3分；100%得5分；否则不得分", "110%"),
    ("0个得6分；1个得3分；4个及以上不得分", "2"),
    ("不存在违规得6分；存在1个项目不一致得3分；否则不得分", "two figures"),
    ("≥90%且按时完成得5分；否则不得分", "a second condition"),
    ("≥90%（且无投诉）得5分；否则不得分", "a second condition"),
    ("低于80%或高于120%不得分；80%-120%得5分", "two ranges"),
    ("≥60%得4分；≥80%得6分；≥90%得10分；否则不得分", "95% is in three tiers"),
    ("≥90%得5分，≥90%得3分，否则不得分", "two points"),
    ("≥85%得5分，80%-90%得3分，否则不得分", "87% is in two tiers"),
    ("0-10%得5分；10%-20%得3分；否则不得分", "10%: the lower end is the worse tier"),
    ("错误率5%以上不得分，5%以下得5分", "5%"),
    ("≤10%得8分；10-20%得6分；20-30%得3分；≥30%不得分", "20%: 10% and 30% say different things"),
    ("80%-89%得5分；90%-100%得10分；低于80%不得分", "89.5%"),
    ("1个得5分；否则不得分", "one or at least one"),
    ("80%得5分；否则不得分", "80% or at least 80%"),
    ("100%得5分；95%得3分；否则不得分", "97%"),
    ("≥90%得10分；≥0.8得6分；否则不得分", "unit"),
    ("≥90%得10分；80-90得6分；否则不得分", "unit"),
    ("8000-1万人得5分；否则不得分", "8000 or 8000万"),
    ("≥90%得10分 80% 90%得6分", "a lost sign"),
    ("否则不得分；≥90%得6分", "the rest comes first"),
    ("1.90%以上得10分；2.80%以下不得分", "a list number or 1.9%"),
    ("3。9万以上得5分；否则不得分", "a number or two"),
    ("90%左右得5分；否则不得分", "about"),
    ("约90%得5分；否则不得分", "about"),
    ("偏差±5%以内得5分；否则不得分", "sign"),
    ("偏差率≥-5%得5分；否则不得分", "sign"),
    ("第1名得5分；第2名得3分；否则不得分", "a place"),
    ("2023年12月31日前完成得5分，否则不得分", "a date"),
    ("12月底前完成得5分，否则不得分", "a date"),
    ("每完成1个得1分", "a sum"),
    ("1次得1分；2次得2分；3次得3分；否则不得分", "exactly or at least"),
    ("制度健全得2分；执行有效得1分", "a sum"),
    ("有制度得2分；执行到位得1分；否则不得分", "a sum"),
    ("要素完整5+细化量化5", "a sum"),
    ("达到目标值得5分；部分达到得3分；未达到不得分", "a figure in words"),
    ("≥95%得满分；否则按比例得分", "share of what"),
    ("得分=10×比例；结余为0满分", "a second rule"),
    ("每个问题扣分，扣完为止", "points"),
    ("每超1%扣1分，扣完为止", "limit"),
    ("≤100%得5分；每低1%扣1分", "sides"),
    ("＜100%得5分；每超1%扣1分", "100%"),
    ("=100%得5分；每低1%扣1分", "101%"),
    ("≤100人得5分；每超1%扣1分", "unit"),
    ("≤100%得5分；每超1扣1分", "unit"),
    ("≤100%得5分；超过10%扣2分", "once or each time"),
    ("≤100%得0分；每超1%扣1分", "full marks"),
    ("≤100%得一半；每超1%扣1分", "full marks"),
    ("≤100%得5分；每超1%扣1分；不足1%按1%计；不足1%不扣分", "two ways"),
    ("≤100%得5；每超5%扣2；无此项满分", "a third rule"),
    ("≤100%得5分；每超1%扣1分；超过110%不得分", "a third rule"),
    ("以90%为标准。控制率≤100%，计5分；每超过1%扣1分", "two limits"),
    ("≤100%得5分；超过110%的，每超过1%扣1分", "between 100% and 110%"),
    ("≤100%得5分；每超5%扣2分，不足1%按1%计", "two steps"),
    ("≤100%得5分；每超1%扣1分，不足1%按1%计；另有说明", "a note"),
    ("得分=10×未完成率", "a rate that is better the lower it is"),
    ("偏差率×10", "a rate that is better the lower it is"),
    ("视完成情况酌情得分", "no rule"),
]


def tiers_of(spec: str) -> list[tuple[str, Decimal]]:
    return [(one.rsplit(" ", 1)[0], Decimal(one.rsplit(" ", 1)[1])) for one in spec.split("; ")]


def meets(condition: str, actual: Decimal | str) -> bool:
    """The tables' own notation, read apart from the code under test."""
    if condition == "else":
        return True
    if condition.startswith("=") or isinstance(actual, str):
        return condition == f"={actual}"
    if condition.startswith("abs<="):
        return abs(actual) <= Decimal(condition.removeprefix("abs<="))
    if condition[0] in "[(":
        low, high = (Decimal(end) for end in condition[1:-1].split(","))
        above = actual > low or (actual == low and condition[0] == "[")
        return above and (actual < high or (actual == high and condition[-1] == "]"))
    figure = Decimal(condition.lstrip("<>="))
    return {
        ">": actual > figure,
        "<": actual < figure,
        ">=": actual >= figure,
        "<=": actual <= figure,
    }[condition.rstrip("0123456789.")]


def expected(spec: str, actual: Decimal | str) -> Decimal | None:
    return next((points for said, points in tiers_of(spec) if meets(said, actual)), None)


def scored(rule: Rule | None, actual: Decimal | str) -> Decimal | None:
    """What the first tier that holds gives; None where no tier says anything."""
    assert isinstance(rule, Tiers)
    for band in rule.bands:
        if band.otherwise:
            return band.points
        if isinstance(actual, str):
            holds = actual in band.words
        else:
            holds = band.holds(abs(actual) if rule.measure.absolute else actual)
        if holds:
            return band.points
    return None


def samples(ends: set[Decimal]) -> list[Decimal]:
    """At, just below and just above each figure and its negative, and far from all of them."""
    both = sorted(ends | {-end for end in ends} | {Decimal(0)})
    near = [end + shift for end in both for shift in (-A_LITTLE, Decimal(0), A_LITTLE)]
    between = [(low + high) / 2 for low, high in pairwise(both)]
    return [*near, *between, both[0] - 1000, both[-1] + 1000]


def ends_of(rule: Tiers) -> set[Decimal]:
    return {end for band in rule.bands for end in (band.low, band.high) if end is not None}


def answers(spec: str, rule: Rule | None) -> list[Decimal | str]:
    assert isinstance(rule, Tiers), "not read"
    texts = [said[1:] for said, _ in tiers_of(spec) if said.startswith("=")]
    figures = samples(ends_of(rule)) if ends_of(rule) else []
    return [*texts, *figures, "别的"]


@pytest.mark.parametrize(("text", "spec"), [*OFFICE, *TABLES, *WRITTEN])
def test_tiers_give_the_points_worked_out_by_hand(text: str, spec: str) -> None:
    full = max(points for _, points in tiers_of(spec))
    rule = read_rubric(text, full)
    wrong = {
        actual: (scored(rule, actual), expected(spec, actual))
        for actual in answers(spec, rule)
        if scored(rule, actual) != expected(spec, actual)
    }
    assert wrong == {}
    assert rule == read_rubric(text), "these texts say all points: no weight is needed"


def test_every_figure_of_the_hand_made_tables_is_tried() -> None:
    """A tier lost on reading would take its own samples with it."""
    for text, spec in (*OFFICE, *TABLES, *WRITTEN):
        rule = read_rubric(text)
        assert isinstance(rule, Tiers)
        figures = {
            Decimal(end)
            for said, _ in tiers_of(spec)
            if not said.startswith("=")
            for end in re.findall(r"[0-9.]+", said)
        }
        assert figures == ends_of(rule), text


@pytest.mark.parametrize(("text", "weight", "rule"), STEPS)
def test_deductions_and_shares(text: str, weight: int, rule: Rule) -> None:
    assert read_rubric(text, Decimal(weight)) == rule
    assert read_rubric(text) == rule


@pytest.mark.parametrize(("text", "why"), OPEN)
def test_what_is_left_open_is_for_a_person(text: str, why: str) -> None:
    assert read_rubric(text) is None, why
    assert read_rubric(text, Decimal(5)) is None, why


def test_a_deviation_counts_on_both_sides() -> None:
    rule = read_rubric("偏差率≤10%，得5分；否则不得分")
    assert isinstance(rule, Tiers)
    assert rule.measure == Measure(absolute=True)
    assert read_rubric("失业率≤10%，得5分；否则不得分") == Tiers(Measure(), rule.bands)


def test_the_measure_is_in_per_cent_only_where_the_limits_are() -> None:
    for text, unit in [
        ("≥90%得2分；否则不得分", "%"),
        ("≥90个得2分；否则不得分", ""),
        ("≥90得2分；否则不得分", ""),
    ]:
        rule = read_rubric(text)
        assert isinstance(rule, Tiers)
        assert rule.measure.unit == unit


def test_limits_with_wan_compare_with_an_actual_as_it_is_read() -> None:
    actual = read("8217.07万元", 2023)
    assert isinstance(actual, Quantity)
    rule = read_rubric("转移收入≥4800万元，得4分；否则不得分")
    assert scored(rule, actual.value) == 4
    assert scored(rule, actual.value / 2) == 0


def test_full_marks_and_half_of_them_need_the_weight() -> None:
    text = "≤10%满分；10-20%一半；>20%不得分"
    assert read_rubric(text) is None
    for weight in (Decimal(10), Decimal(5)):
        spec = f"<=10 {weight}; (10,20] {weight / 2}; >20 0"
        rule = read_rubric(text, weight)
        assert all(scored(rule, one) == expected(spec, one) for one in answers(spec, rule)[:-1])
    assert (
        scored(read_rubric("≥90%得满分；80%-90%得分值的60%；否则不得分", Decimal(5)), Decimal(85))
        == 3
    )


@pytest.mark.parametrize(
    "text",
    [
        "≥90%得10分；否则不得分",
        "清晰合理得10分，否则不得分",
        "≤100%得10；每超1%扣1",
        "得分=10×比例",
    ],
)
def test_full_marks_that_are_not_the_weight_are_for_a_person(text: str) -> None:
    assert read_rubric(text, Decimal(10)) is not None
    assert read_rubric(text, Decimal(8)) is None


# ---------------------------------------------------------------- a rule in words

D = Decimal
SATISFIED = Tiers(
    PERCENT,
    (
        Band(D(10), low=D(90)),
        Band(D(6), low=D(80), high=D(90), high_open=True),
        Band(D(4), low=D(60), high=D(80), high_open=True),
        Band(D(0)),
    ),
)

# rule, weight, words
IN_WORDS: list[tuple[Rule, int, str]] = [
    (SATISFIED, 10, "≥90%，得10分；80%（含）-90%，得6分；60%（含）-80%，得4分；否则不得分"),
    (
        Tiers(PERCENT, (Band(D(3), D(50), high=D(100), high_open=True), Band(D(1)))),
        3,
        "50%（含）-100%（不含），得3分；否则得1分",
    ),
    (
        Deduct(PERCENT, HUNDRED, "above", ONE, HALF),
        5,
        "≤100%得5分；每超过1个百分点扣0.5分，扣完为止",
    ),
    (
        Deduct(PERCENT, HUNDRED, "below", D(5), D(2), "started"),
        5,
        "≥100%得5分；每低于5个百分点扣2分，不足5个百分点按5个百分点计，扣完为止",
    ),
    (
        Deduct(Measure(absolute=True), D(5), "above", ONE, ONE, "exact"),
        5,
        "偏差率≤5%得5分；每超过1个百分点扣1分，不足1个百分点按比例扣分，扣完为止",
    ),
    (Deduct(PERCENT, HUNDRED, "both", ONE, ONE), 6, "＝100%得6分；每偏离1个百分点扣1分，扣完为止"),
    (Deduct(PLAIN, D(10), "below", ONE, HALF), 5, "≥10得5分；每低于1扣0.5分，扣完为止"),
    (Share(PERCENT), 10, "得分＝10×完成比例，最高10分"),
    (Share(PERCENT, D(95)), 10, "得分＝10×实际完成值÷95%，最高10分"),
    (Share(PLAIN, D(12000)), 2, "得分＝2×实际完成值÷12000，最高2分"),
    (ByTarget("nothing"), 2, "达到指标值得2分；否则不得分"),
    (ByTarget(), 2, "达到指标值得2分；未达到的，按完成值占指标值的比例得分"),
    (
        Tiers(PLAIN, (Band(D(3), words=("制定并实施", "已实施")), Band(D(0), words=("未制定",)))),
        3,
        "制定并实施或已实施，得3分；未制定，不得分",
    ),
    (
        Tiers(
            PLAIN,
            (
                Band(D(6), D(0), high=D(0), words=("不存在不一致",)),
                Band(D("0.5"), high=D(-1)),
                Band(D(0)),
            ),
        ),
        6,
        "＝0（即不存在不一致），得6分；≤-1，得0.5分；否则不得分",
    ),
    (
        Tiers(
            Measure(absolute=True),
            (
                Band(D(5), high=D(10), high_open=True),
                Band(D(3), low=D(10), low_open=True, high=D(100), high_open=True),
                Band(D(1), low=D(100), low_open=True),
                Band(D(0)),
            ),
        ),
        5,
        "偏差率＜10%，得5分；10%（不含）-100%（不含），得3分；＞100%，得1分；否则不得分",
    ),
]


@pytest.mark.parametrize(("rule", "weight", "words"), IN_WORDS)
def test_a_rule_in_words_and_back(rule: Rule, weight: int, words: str) -> None:
    assert rubric_text(rule, Decimal(weight)) == words
    assert read_rubric(words, Decimal(weight)) == rule


def test_a_judged_rule_stays_one_for_a_person() -> None:
    assert rubric_text(Judge(), Decimal(5)) == "据实打分，最高5分"
    assert read_rubric("据实打分，最高5分") is None


@pytest.mark.parametrize(
    ("band", "unit", "label"),
    [
        (Band(D(6), low=D(80), high=D(90), high_open=True), "%", "80%（含）-90%"),
        (Band(D(2), low=D(12000)), "个", "≥12000个"),
        (Band(D(2), low=D(30), low_open=True), "%", "＞30%"),
        (Band(D(2), high=D("5.3")), "%", "≤5.3%"),
        (Band(D(2), high=D(60), high_open=True), "", "＜60"),
        (Band(D(2), D(1), high=D(1)), "个", "＝1个"),
        (Band(D(2), D(-10), high=D(-5)), "%", "-10%（含）至-5%（含）"),
        (Band(D(3), words=("制定并实施",)), "", "制定并实施"),
        (Band(D(0)), "%", "否则"),
        (Band(D(10), low=D(90), label="优"), "%", "优"),
    ],
)
def test_band_label(band: Band, unit: str, label: str) -> None:
    assert band_label(band, unit) == label


# ---------------------------------------------------------------- what always holds

figures = st.decimals(min_value=-300, max_value=100_000, places=2)
points = st.decimals(min_value=0, max_value=50, places=1)


@st.composite
def figure_tiers(draw: st.DrawFn) -> Tiers:
    """Tiers that do not overlap, in any order, with gaps, or nested as “≥90；≥80” are."""
    absolute = draw(st.booleans())
    measure = Measure(unit=draw(st.sampled_from(["%", ""])), absolute=absolute)
    limit = figures.filter(lambda one: one >= 0) if absolute else figures
    ends = sorted(draw(st.sets(limit, min_size=1, max_size=6)))
    if draw(st.booleans()):
        bands = [Band(draw(points), low=end, low_open=draw(st.booleans())) for end in ends[::-1]]
    else:
        bands = draw(apart(ends))
    return Tiers(measure, (*bands, Band(draw(points))))


@st.composite
def apart(draw: st.DrawFn, ends: list[Decimal]) -> list[Band]:
    """Every figure belongs to the tier above it, below it, to its own or to none."""
    owner = [draw(st.sampled_from(["above", "below", "own", "none"])) for _ in ends]
    edges = [(None, ""), *zip(ends, owner, strict=True), (None, "")]
    bands = [Band(draw(points), end, high=end) for end, own in edges if own == "own"]
    for (low, below), (high, above) in pairwise(edges):
        if draw(st.booleans()):
            open_low, open_high = (
                low is not None and below != "above",
                high is not None and above != "below",
            )
            bands.append(Band(draw(points), low, open_low, high, open_high))
    return draw(st.permutations(bands or [Band(draw(points), low=ends[0])]))


@given(figure_tiers())
def test_a_written_rule_scores_the_same_when_it_is_read(rule: Tiers) -> None:
    text = rubric_text(rule, Decimal(10))
    again = read_rubric(text)
    for value in samples(ends_of(rule)):
        assert scored(again, value) == scored(rule, value), (text, value)


PARTS = [
    *"0123456789%≥≤＜＞=.-~，。；、（）分得扣含每超低不",
    *("90%", "以上", "否则", "不得分", "满分", "得5分", "万", "个百分点", "偏差率", "所有", "\n"),
]


@pytest.mark.parametrize("subject", ["满意度" * 170, "ﷺ" * 100])
def test_a_text_longer_than_a_cell_is_not_read(subject: str) -> None:
    rule = "≥90%得5分；否则不得分"
    assert read_rubric(subject[:9] + rule) is not None
    assert read_rubric(subject + rule) is None


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.text(max_size=700), st.lists(st.sampled_from(PARTS), max_size=250).map("".join))
)
def test_any_text_is_answered_quickly(text: str) -> None:
    started = time.perf_counter()
    read_rubric(text, Decimal(5))
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("part", [*PARTS, "得", "1,", "(含", "≥1", "的", "或", " ", "一", "ﷺ"])
def test_a_long_row_of_the_same_is_answered_quickly(part: str) -> None:
    started = time.perf_counter()
    for text in (part * (480 // len(part)), part * 100_000, f"≥{part * 200}得5分；否则不得分"):
        read_rubric(text)
    assert time.perf_counter() - started < 1


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
def test_what_is_read_is_sound(text: str) -> None:
    """No tier is empty or below 0 points, and the rest comes last."""
    match read_rubric(text, Decimal(5)):
        case Tiers(bands=bands):
            assert max(band.points for band in bands) == 5
            assert min(band.points for band in bands) >= 0
            assert not any(band.otherwise for band in bands[:-1])
            for band in bands:
                assert None in {band.low, band.high} or band.low <= band.high  # type: ignore[operator]
        case Deduct(step=step, points=taken):
            assert step > 0
            assert taken > 0
        case Share(full=full):
            assert full > 0
