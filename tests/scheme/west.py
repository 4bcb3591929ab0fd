"""The packs of Sichuan, Yunnan and Chongqing, and what their prescribed indicators are worth."""

from app.scheme.model import Form, Level2, Preset
from tests.scheme.layouts import scheme

# scheme: what it builds on, its forms
PACKS = {
    "sichuan-2020": (
        ("national-2020",),
        ("项目绩效目标完成情况表", "部门整体支出绩效评价指标体系"),
    ),
    "sichuan-2017": (
        ("sichuan-2020", "national-2020"),
        ("项目绩效目标完成情况表", "部门整体支出绩效评价指标体系"),
    ),
    "sichuan-2023": (
        ("sichuan-2020", "national-2020"),
        ("部门预算项目支出绩效自评表", "部门整体支出绩效评价指标体系"),
    ),
    "yunnan-2022": (
        ("national-2020",),
        ("项目支出绩效自评表", "部门整体支出绩效自评表"),
    ),
    "yunnan-anning-2020": (
        ("yunnan-2022", "national-2020"),
        ("项目支出绩效自评表", "绩效指标评价表"),
    ),
    "chongqing-2021": (
        ("national-2020",),
        ("项目支出绩效自评表", "部门整体绩效自评表"),
    ),
}


# second level: its indicators with their points
SICHUAN_2017 = {
    "目标任务": {"相关性": 5, "明确性": 5, "合理性": 5},
    "预算编制": {"测算依据": 5, "目标管理": 5},
    "专项资金分配时限": {"本级财力专项预算分配时限": 1, "中央专款分配合规率": 1},
    "中期评估": {"执行中期评估": 2},
    "绩效监控": {"预算执行进度监控": 2, "绩效目标动态监控": 3},
    "非税收入执收": {"非税收入征收情况": 1, "非税收入上缴情况": 1},
    "资产管理": {
        "资产管理信息化": 2,
        "行政事业单位资产报告": 2,
        "资产管理与预算管理相结合": 2,
    },
    "内控制度管理": {"内控制度健全完整": 2},
    "信息公开": {"预算公开": 2, "决算公开": 2, "绩效信息公开": 2},
    "绩效评价": {"绩效评价开展": 2, "评价结果应用": 3},
    "履职成效": {"部门特性指标": 20},
    "可持续发展能力": {
        "重点改革(重点工作)完成情况": 5,
        "科技(制度、方法、机制等)创新": 5,
        "人才培养": 5,
    },
    "满意度": {"协作部门满意度": 3, "管理对象满意度": 3, "社会公众满意度": 4},
}
SICHUAN_2020 = {
    "预算编制": {"目标制定": 10, "目标实现": 10, "编制准确": 10},
    "预算执行": {"支出控制": 10, "动态调整": 10, "执行进度": 10},
    "完成结果": {"预算完成": 10, "违规记录": 10},
    "绩效结果应用": {"信息公开、整改反馈、应用反馈": 10},
    "自评质量": {"自评质量": 10},
}
CHONGQING = {
    "共性指标": {
        "财政供养人员控制率": 2,
        "“三公经费”变动率": 2,
        "基础信息完善": 1,
        "预算完成率": 2,
        "预算调整率": 2,
        "结转结余率": 2,
        "公用经费控制率": 2,
        "“三公经费”控制率": 2,
        "政府采购执行率": 2,
        "管理制度健全性": 3,
        "资金使用合规性": 5,
        "预决算信息公开性": 1,
        "资产管理安全": 2,
        "固定资产利用率": 2,
    },
    "个性指标": {},
}


def form_of(scheme_id: str, form_id: str) -> Form:
    return scheme(scheme_id).form(form_id)


def level2s(form: Form) -> dict[str, Level2]:
    return {sub.id: sub for group in form.levels for sub in group.level2}


def presets(form: Form) -> list[Preset]:
    return [preset for sub in level2s(form).values() for preset in sub.presets]
