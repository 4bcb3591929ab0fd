"""The same jobs without a window, for tests and automation: python -m app VERB --help."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from app.answers import check_answer, schemes_answer, score_answer
from app.arguments import Arguments
from app.codes import shipped
from app.comparing_verb import add_options, comparison
from app.comparing_verb import text_lines as comparing_lines
from app.domain.codes import CLASSIFICATIONS, classification
from app.domain.report import FormReport, Report
from app.domain.sealing import SealMark
from app.domain.values import score_text
from app.exchange.code_list import CodeListProblem, read_code_list
from app.exchange.evidence_files import Find
from app.exchange.incoming import package_bytes
from app.exchange.package import PackageProblem, dump
from app.exchange.problems import ExportProblem
from app.exchange.proofs import listed_names, proofs_of
from app.resources import sample_text
from app.review import look_at
from app.reviewing import answer, places, source, text_lines
from app.scheme.model import Codes
from app.storage.attachments import path_of
from app.storage.home import default_database
from app.storage.problems import StorageProblem
from app.verb_data import (
    Refused,
    keep_backup,
    opened,
    report_of,
    scheme_of,
    sealed_report,
    shelf_of,
    take,
    there,
    wanted,
)

LEVEL_WORDS = {"error": "错误", "warning": "核实", "note": "提示"}


def main(argv: Sequence[str]) -> int:
    """Run a verb; 0 done, 1 refused with a sentence on standard error, 2 wrong arguments."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    try:
        code = int(arguments.run(arguments) or 0)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever reads has had enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (StorageProblem, PackageProblem, ExportProblem, CodeListProblem) as problem:
        print(problem.sentence, file=sys.stderr)
    except Refused as problem:
        print(problem, file=sys.stderr)
    return 1


def _speak_utf8() -> None:
    """A windowed program has no standard output, and a Chinese console speaks GBK."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = Arguments(
        prog="python -m app",
        description="算盘：预算单位决算与绩效自评。不带参数打开窗口，带参数不开窗口完成同样的工作。",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="动作", title="动作")

    def verb(name: str, run: Any, about: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=about, description=about)
        made.add_argument(
            "--db", type=Path, metavar="文件", help="数据文件（默认：本人的数据文件）"
        )
        about = "数据文件的密码是标准输入的第一行"
        made.add_argument("--password-stdin", action="store_true", help=about)
        made.set_defaults(run=run)
        return made

    verb("sample", _sample, "把示例单位装进数据文件")
    verb("list", _list, "列出数据文件里的填报").add_argument("--json", action="store_true")
    schemes = verb("schemes", _schemes, "列出方案和没有载入的方案包（有没载入的，返回 1）")
    schemes.add_argument("--json", action="store_true", help="输出 JSON（格式稳定）")
    for name, run, about in (
        ("score", _score, "各张自评表的得分和理由"),
        ("check", _check, "审核：有什么矛盾，还缺什么"),
    ):
        made = verb(name, run, about)
        made.add_argument("--json", action="store_true", help="输出 JSON（格式稳定）")
        _which(made)
    made.add_argument("--all", action="store_true", help="数据文件里的全部填报，一份一行")
    made.add_argument("--year", type=int, metavar="年度", help="和 --all 一起用：只看这一年度")
    codes = verb("codes", _codes, "科目表：列出有多少科目，导入财政局的科目表，或恢复随程序的")
    codes.add_argument("--import", type=Path, dest="file", metavar="文件", help=".xlsx .xls .csv")
    codes.add_argument("--reset", action="store_true", help="恢复随程序的科目表")
    kinds = "function 功能分类，economic 经济分类（导入时默认按编码判断）"
    codes.add_argument("--kind", choices=tuple(CLASSIFICATIONS), help=kinds)
    export = verb("export", _export, "导出自评表的 Excel 和 PDF、数据包")
    export.add_argument("--to", type=Path, required=True, metavar="文件夹", help="导出到这里")
    _which(export)
    load = verb("load", _load, "把一个数据包（JSON）装进数据文件")
    load.add_argument("package", type=Path, metavar="数据包")
    save = verb("save", _save, "把一份填报存成数据包（JSON）")
    save.add_argument("package", type=Path, metavar="数据包")
    _which(save)
    _other_verbs(verb)
    return parser


def _other_verbs(verb: Callable[[str, Any, str], argparse.ArgumentParser]) -> None:
    accounts = verb("import-accounts", _import_accounts, "把决算公开表（.xlsx、.xls）填进台账")
    _import_options(accounts)
    compare = verb("compare", _compare, "核对：数据包和数据文件里的一份（或另一个数据包）哪里不同")
    add_options(compare)
    demo = verb("demo", _demo, "示例单位从头做到尾：建立、计分、审核、导出，并说出文件在哪里")
    demo.add_argument("--to", type=Path, required=True, metavar="文件夹")
    about = "导出诊断包：版本、大小、份数和日志，没有单位、姓名和金额；数据文件打不开时也可以"
    diagnose = verb("diagnose", _diagnose, about)
    diagnose.add_argument("--to", type=Path, required=True, metavar="文件夹", help="放在这里")
    selftest = verb("selftest", _selftest, "自检：打开窗口，填写，导出，写出结果")
    selftest.add_argument("--result", type=Path, metavar="文件", help="结果写到这个 JSON 文件")
    selftest.add_argument("--limit", type=int, default=90, metavar="秒", help="时间限制")


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar="表格")
    parser.add_argument("--look", action="store_true", help="只看读到什么，不导入")
    about = "只填台账，公开表由台账生成，不照文件显示"
    parser.add_argument("--ledgers-only", action="store_true", help=about)
    _which(parser)


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--submission", type=int, metavar="编号", help="哪一份填报（默认：最近修改的一份）"
    )


def _say_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=1))


def _sample(arguments: argparse.Namespace) -> None:
    store = opened(arguments)
    number, _ = take(store, sample_text(), shelf_of(arguments).schemes())
    store.close()
    print(f"示例单位已装入，编号 {number}：{store.path}")


def _list(arguments: argparse.Namespace) -> None:
    store = there(arguments)
    found = store.submissions()
    store.close()
    rows = [
        {
            "id": info.id,
            "unit": info.unit_name,
            "year": info.year,
            "scheme": info.scheme,
            "changed": info.changed.isoformat(timespec="seconds"),
        }
        for info in found
    ]
    if arguments.json:
        _say_json({"format": "suanpan.list", "version": 1, "submissions": rows})
    for info in () if arguments.json else found:  # for people, by their own clock
        changed = f"{info.changed.astimezone():%Y-%m-%d %H:%M}"
        print(f"{info.id}　{info.unit_name}　{info.year}年度　{changed}")


def _schemes(arguments: argparse.Namespace) -> int:
    shelf = shelf_of(arguments)
    found = shelf.packs()
    if arguments.json:
        _say_json(schemes_answer(shelf.folders, found))
    for pack in () if arguments.json else found.packs.values():
        forms = "、".join(form.title for form in pack.scheme.forms)
        print(f"{pack.scheme.id}　{pack.scheme.title}　{pack.origin}　{forms}")
    for one in () if arguments.json else found.refused:
        print(one.sentence, file=sys.stderr)
    return 1 if found.refused else 0


def _codes(arguments: argparse.Namespace) -> None:
    read = read_code_list(arguments.file) if arguments.file else ()
    kind: Codes = arguments.kind or classification(read)
    if (arguments.file or arguments.reset) and not kind:
        raise Refused("请用 --kind 说明是功能分类（function）还是经济分类（economic）。")
    store = opened(arguments) if arguments.file else there(arguments)
    try:
        if arguments.file or arguments.reset:
            keep_backup(store)
            store.replace_subjects(kind, read)
        own = store.subjects()
    finally:
        store.close()
    for one, name in CLASSIFICATIONS.items():
        print(f"{name}　随程序 {len(shipped().of(one).all)} 个　导入 {len(own[one])} 个")


def _score(arguments: argparse.Namespace) -> None:
    report = report_of(arguments)
    if arguments.json:
        _say_json(score_answer(report))
        return
    for form in report.forms:
        print(_total(form))
        for row in form.indicators:
            if row.score is not None and not row.filler:
                print(f"  {row.label}　{score_text(row.score.points)}　{row.score.because.rule}")


def _total(form: FormReport) -> str:
    """A form with its total, or why it has none."""
    total = score_text(form.total) or f"未填完（目前 {score_text(form.so_far) or 0}）"
    said = total if form.form.scored else "不评分"
    return f"{form.name or '（未命名）'}　{said}　{form.grade}".rstrip()


def _check_all(arguments: argparse.Namespace) -> None:
    store = there(arguments)
    try:
        wanted = places(store.submissions(), arguments.year)
        lines = tuple(look_at(wanted, source(store, shelf_of(arguments))))
    finally:
        store.close()
    if arguments.json:
        _say_json(answer(lines))
    else:
        print("\n".join(text_lines(lines)))


def _check(arguments: argparse.Namespace) -> None:
    if arguments.all:
        _check_all(arguments)
        return
    report = report_of(arguments)
    if arguments.json:
        _say_json(check_answer(report))
        return
    for found in report.findings:
        kept = f"（已说明：{found.kept}）" if found.kept else ""
        print(f"{LEVEL_WORDS[found.level]}　{found.where}　{found.sentence}{kept}")
    for item in report.missing:
        print(f"没填　{item.where}　{item.label}")


def _export(arguments: argparse.Namespace) -> int:
    report, seal = sealed_report(arguments)
    database = arguments.db or default_database()
    find = partial(path_of, database, report.submission.id)
    return _write_files(report, arguments.to, find, seal)


def _write_files(
    report: Report, folder: Path, find: Find | None = None, seal: SealMark | None = None
) -> int:
    """PDF needs Qt's painter, so an application without a window is made for it."""
    from app.handover import hand_over
    from app.paper.offscreen import paint_application

    application = paint_application()
    outcome = hand_over(report, folder, find=find, seal=seal)
    for path in outcome.written:
        print(path)
    for one in outcome.unwritten:
        print(f"没有写　{one.path.name}　{one.said}", file=sys.stderr)
    del application
    return 1 if outcome.unwritten else 0


def _load(arguments: argparse.Namespace) -> None:
    content = package_bytes(arguments.package)
    store = opened(arguments)
    try:
        schemes = shelf_of(arguments).schemes()
        if store.submissions():
            keep_backup(store)
        number, said = take(store, content, schemes)
    finally:
        store.close()
    print(f"已装入，编号 {number}", said, sep="\n" if said else "")


def _save(arguments: argparse.Namespace) -> None:
    from app.handover import write_package

    report, seal = sealed_report(arguments)
    find = partial(path_of, arguments.db or default_database(), report.submission.id)
    proofs = proofs_of(listed_names(report.submission.entries), find)
    if str(arguments.package) == "-":
        print(dump(report.scheme, report.submission, seal, proofs))
        return
    write_package(arguments.package, report, seal, proofs)
    print(arguments.package)


def _import_accounts(arguments: argparse.Namespace) -> None:
    from app.exchange.account_import import AccountImportProblem
    from app.importing import import_accounts

    store = there(arguments)
    try:
        submission = store.load(wanted(arguments, store))
        scheme = scheme_of(arguments, submission)
        how = {"stated": not arguments.ledgers_only, "look": arguments.look}
        if not arguments.look:
            keep_backup(store)
        lines = import_accounts(store, scheme, submission, arguments.workbook, **how)
    except AccountImportProblem as problem:
        raise Refused(problem.sentence) from problem
    finally:
        store.close()
    print("\n".join(lines))


def _compare(arguments: argparse.Namespace) -> int:
    answer = comparison(arguments)
    if arguments.json:
        _say_json(answer)
    else:
        print(*comparing_lines(answer), sep="\n")
    return 0 if answer["same"] and answer["seal_holds"] is not False else 1


def _demo(arguments: argparse.Namespace) -> int:
    """The sample in a data file of its own beside what is exported from it."""
    from app.handover import make_folder

    folder: Path = arguments.to
    make_folder(folder)
    arguments.db = arguments.db or folder / "示例.db"
    store = opened(arguments)
    if not store.submissions():
        take(store, sample_text(), shelf_of(arguments).schemes())
    store.close()
    arguments.submission, arguments.json = None, False
    report = report_of(arguments)
    for form in report.forms:
        print(_total(form))
    levels = [found.level for found in report.findings]
    print(f"审核：错误 {levels.count('error')}，核实 {levels.count('warning')}")
    print("文件：")
    return _write_files(report, folder)


def _diagnose(arguments: argparse.Namespace) -> None:
    from app.diagnostics import parts, write
    from app.handover import make_folder

    key = sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else ""
    made = parts(arguments.db or default_database(), key, _surface())
    make_folder(arguments.to)
    print(write(arguments.to, made))


def _surface() -> dict[str, str]:
    """What Qt says of this computer, without a window; it may be Qt that is the problem."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # another one may end the process
    try:
        from app.paper.offscreen import paint_application
        from app.ui.diagnosing import surface
    except ImportError:
        return {"Qt": "没有载入"}
    application = paint_application()
    found = surface(None)
    del application
    return found


def _selftest(arguments: argparse.Namespace) -> int:
    from app.selftest import run

    return run(arguments.result, arguments.limit)
