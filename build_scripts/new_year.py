"""Begin next year's scheme: a copy under a new id, and the list of what has to be decided for it.

    python build_scripts/new_year.py hunan-2023 hunan-2024
    python build_scripts/new_year.py national-2020 qingshi-2024 --to ~/packs

Nothing is decided here: years in texts stay as they are, because a document of 2020 may still hold;
only the id and the year in the title are set. A released scheme is never edited, so it is copied.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "resources" / "schemes"
sys.path.insert(0, str(ROOT))

from app.scheme.based import SCHEME_ID  # noqa: E402
from app.scheme.load import SchemeError, load_scheme  # noqa: E402
from app.scheme.model import Form, Scheme  # noqa: E402
from app.scheme.toml import values  # noqa: E402

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Refused(Exception):
    """Something that whoever runs this can put right."""


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("scheme", help="id of a shipped scheme, or the folder of a pack")
    parser.add_argument("new_id", help="such as hunan-2024: lower-case letters, digits, hyphens")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder of packs to put it into")
    arguments = parser.parse_args(argv)
    try:
        folder = begin(arguments.scheme, arguments.new_id, arguments.to.expanduser())
        scheme = load_scheme(folder, (SHIPPED,))
    except (Refused, SchemeError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{folder}\n{scheme.id}: {scheme.title}")
    for title, lines in to_decide(scheme, folder):
        print(f"\n{title}")
        for line in lines:
            print(f"  {line}")
    return 0


# ---------------------------------------------------------------- the copy


def begin(scheme: str, new_id: str, into: Path) -> Path:
    """The folder of the copy, with its own id and a title of its year. Raises Refused."""
    source = Path(scheme) if (Path(scheme) / "scheme.toml").is_file() else SHIPPED / scheme
    if not (source / "scheme.toml").is_file():
        raise Refused(f"no such scheme: {scheme}")
    if not SCHEME_ID.fullmatch(new_id):
        raise Refused(f"not an id: {new_id!r}; expected lower-case letters, digits and hyphens")
    folder = into / new_id
    if folder.exists():
        raise Refused(f"there is one already: {folder}")
    old = load_scheme(source.resolve(), (SHIPPED,))
    text = (source / "scheme.toml").read_text(encoding="utf-8-sig")
    text = renamed(text, old.id, new_id, old.title)
    shutil.copytree(source, folder)
    (folder / "scheme.toml").write_text(text, encoding="utf-8")
    return folder


def renamed(text: str, old_id: str, new_id: str, title: str) -> str:
    """The text of scheme.toml with the new id, and the title with the new year."""
    said = f'id = "{new_id}"'
    text, count = re.subn(rf'^id\s*=\s*"{re.escape(old_id)}"', said, text, count=1, flags=re.M)
    if not count:
        raise Refused(f'scheme.toml has no line id = "{old_id}"')
    new_title = f'title = "{_escaped(titled(title, old_id, new_id))}"'
    head, table, rest = text.partition("\n[")
    head, count = re.subn(r'^title\s*=\s*".*"', lambda _: new_title, head, count=1, flags=re.M)
    if not count:  # the base's title so far
        head = head.replace(said, f"{said}\n{new_title}", 1)
    return head + table + rest


def titled(title: str, old_id: str, new_id: str) -> str:
    """2023年度 becomes 2024年度; the year in a document's number, 〔2020〕10号, stays."""
    old, new = year_of(old_id), year_of(new_id)
    if not new:
        return title
    if old and re.search(rf"{old}(?=年)", title):
        return re.sub(rf"{old}(?=年)", new, title)
    return f"{title}（{new}年度）"


def year_of(scheme_id: str) -> str:
    found = _YEAR.findall(scheme_id)
    return found[-1] if found else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


# ---------------------------------------------------------------- what has to be decided


def to_decide(scheme: Scheme, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Everything that a new year may change, in sections; empty ones are left out."""
    sections = {
        "Indicators whose weight or rule is not from the original document": unsure(scheme),
        "Texts with a year in them: do they still hold?": with_years(folder),
        "Options and their defaults": options(scheme),
        "Tiers of qualitative indicators, as shares of the weight": tiers(scheme),
        "Grades": (f"{one.label}: from {number(one.at_least)} points" for one in scheme.grades),
        "Weights of each form": (line for form in scheme.forms for line in weights(form)),
        "Rules of indicators": (line for form in scheme.forms for line in rules(form)),
        "Checks": checks(scheme),
    }
    if scheme.bases:
        taken = f"what is not in its own files is taken over from {', '.join(scheme.bases)}"
        yield "Builds on another scheme", [taken]
    for title, lines in sections.items():
        found = list(lines)
        if found:
            yield f"{title} ({len(found)})", found


def unsure(scheme: Scheme) -> Iterator[str]:
    for form in scheme.forms:
        for group in form.levels:
            for sub in group.level2:
                for one in sub.presets:
                    if one.unsure:
                        weight = number(one.weight) if one.weight is not None else "no weight"
                        yield f"{form.id}.toml, {one.id}: {one.label}, {weight}; {one.source}"


def with_years(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.toml")):
        for place, text in texts(values(path)):
            if _YEAR.search(text) and place != "id":
                yield f"{path.name}, {place}: {text}"
        for at, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if line.lstrip().startswith("#") and _YEAR.search(line):
                yield f"{path.name}, line {at}: {line.strip()}"


def texts(found: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file with its place; an item of a list is named by its id or label."""
    match found:
        case str():
            yield place, found
        case dict():
            for key, value in found.items():
                yield from texts(value, f"{place}.{key}" if place else key)
        case list():
            for at, value in enumerate(found):
                name = value.get("id", value.get("label", at)) if isinstance(value, dict) else at
                yield from texts(value, f"{place}[{name}]")


def options(scheme: Scheme) -> Iterator[str]:
    for one in scheme.options:
        labels = {choice.id: choice.label for choice in one.choices}
        others = "; ".join(label for key, label in labels.items() if key != one.default)
        yield f"{one.id}, {one.label}: {labels[one.default]} (other: {others})"


def tiers(scheme: Scheme) -> Iterator[str]:
    for one in scheme.tiers:
        yield f"{one.id}, {one.label}: {number(one.high)} to {number(one.low)}"


def weights(form: Form) -> Iterator[str]:
    name = f"{form.id}.toml, {form.title}"
    if form.execution is not None:
        yield f"{name}: 预算执行率 {number(form.execution.weight)}"
        for cap in form.execution.caps:
            yield f"{name}: below {number(cap.below)} at most {number(cap.at_most)} points"
    for group in form.levels:
        weight = number(group.weight) if group.weight is not None else "any"
        parts = [f"{sub.label} {number(sub.weight)}" for sub in group.level2 if sub.weight]
        yield f"{name}: {group.label} {weight}{' = ' + ' + '.join(parts) if parts else ''}"


def rules(form: Form) -> Iterator[str]:
    for group in form.levels:
        for sub in group.level2:
            for one in sub.presets:
                weight = number(one.weight) if one.weight is not None else "no weight"
                kind = type(one.rule).__name__ if one.rule else "ByTarget"
                said = one.rubric or one.target or "no text"
                yield f"{form.id}.toml, {one.id}: {one.label}, {weight}, {kind}; {said}"


def checks(scheme: Scheme) -> Iterator[str]:
    for one in scheme.checks:
        yield (
            f"{one.id}, {one.level}: {one.require.text} within {number(one.tolerance)}; {one.title}"
        )


def number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
