"""What a form must be: its addresses, money, weights, rules and layout."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from app.scheme.cells import table_cells
from app.scheme.formula import EACH
from app.scheme.layout import Fixed, Indicators, Part, Repeated
from app.scheme.model import PLACEHOLDER, Form, Level1, Level2, Preset, Scheme
from app.scheme.rules import Deduct, Rule, Share, Tiers, measure_of
from app.scheme.toml import SchemeError

FORM_WORDS = frozenset(
    {
        *("year", "last_year", "remarks", "grade"),
        *("execution.weight", "execution.rate", "execution.score", "execution.reason"),
        *("total.weight", "total.score"),
    }
)
# first words of an address that mean something else within a form
OWN_WORDS = frozenset(
    {"rows", "level", "execution", "total", "order", EACH}
    | {word for word in FORM_WORDS if "." not in word}
)
BASES = ("adjusted", "initial")
TARGET_PARTS = ("sign", "number", "measure")


def require_sound_form(scheme: Scheme, form: Form, known: Collection[str]) -> None:
    """Raises SchemeError for the first rule that the form breaks; `known` are all number cells."""
    file = f"{form.id}.toml"
    _names(scheme, form, file)
    _execution(form, file)
    _columns(form, file)
    _levels(form, file)
    if form.scored:
        _weights(scheme, form, file)
    _rules(form, file, known)
    _sheet(scheme, form, file)


def _names(scheme: Scheme, form: Form, file: str) -> None:
    names = [*(field.id for field in form.texts), *(table.id for table in form.tables)]
    for name in names:
        if name in OWN_WORDS or names.count(name) > 1:
            raise SchemeError(file, f"fields {name}", f"{name!r} means something else already")
    for table in form.tables:
        if table.id in {one.id for one in scheme.tables}:
            raise SchemeError(file, f"table {table.id}", f"{table.id!r} is a table of the scheme")
        if form.many and table.lists:
            raise SchemeError(file, f"table {table.id}", "no lists where there may be many forms")
    known = {field.id for field in scheme.fields}
    for field in form.fields:
        if field.default and field.default not in known:
            raise SchemeError(file, f"fields {field.id}", f"no such field: {field.default}")
    if form.name_field and form.name_field not in {field.id for field in form.fields}:
        raise SchemeError(file, "name_field", f"no such field: {form.name_field}")
    if form.many and not form.name_field:
        raise SchemeError(file, "name_field", "expected the field that names each of many forms")


def _execution(form: Form, file: str) -> None:
    execution, money = form.execution, form.money
    if execution is None:
        return
    if money is None:
        raise SchemeError(file, "execution", "expected a table 'money'")
    if execution.row not in {row.id for row in money.rows}:
        raise SchemeError(file, "execution.row", f"no such money row: {execution.row}")
    if set(execution.bases) != set(BASES):
        raise SchemeError(file, "execution.bases", f"expected {' and '.join(BASES)}")
    columns = {column.id for column in money.columns}
    for column in (*execution.bases.values(), execution.executed):
        if column not in columns:
            raise SchemeError(file, "execution", f"no such money column: {column}")
    if execution.weight < 0:
        raise SchemeError(file, "execution.weight", "expected 0 or more")
    for cap in execution.caps:
        if not 0 < cap.below <= 1 or cap.at_most < 0:
            raise SchemeError(
                file, "execution.caps", "expected below from 0 to 1, at_most 0 or more"
            )


def _columns(form: Form, file: str) -> None:
    if bool(form.levels) != bool(form.columns):
        raise SchemeError(file, "column", "expected columns where there are levels, and only there")
    if not form.levels:
        return
    ids = [column.id for column in form.columns]
    places = [column.at for column in form.columns if column.at]
    if len(set(places)) < len(places):
        raise SchemeError(file, "column", "expected a column of its own for each part")
    for needed in ("name", "actual"):
        if needed not in ids:
            raise SchemeError(file, "column", f"expected {needed!r}")
    if ("score" in ids) != ("weight" in ids):
        raise SchemeError(file, "column", "expected 'weight' and 'score', or neither")
    parts = [part for part in TARGET_PARTS if part in ids]
    if parts and len(parts) < len(TARGET_PARTS):
        raise SchemeError(file, "column", f"expected all of {', '.join(TARGET_PARTS)}")


def _subs(form: Form) -> Iterator[tuple[Level1, Level2]]:
    for group in form.levels:
        for sub in group.level2:
            yield group, sub


def _levels(form: Form, file: str) -> None:
    level2 = [sub.id for _, sub in _subs(form)]
    presets = [preset.id for _, sub in _subs(form) for preset in sub.presets]
    for sub in level2:
        if level2.count(sub) > 1:
            raise SchemeError(file, "level", f"second-level indicator {sub!r} stands twice")
    for preset in presets:
        if presets.count(preset) > 1:
            raise SchemeError(file, "level", f"indicator {preset!r} stands twice")
    for group in form.levels:
        if not group.level2:
            raise SchemeError(file, f"level {group.id}", "expected second-level indicators")
        if group.weight is not None and group.weight <= 0:
            raise SchemeError(file, f"level {group.id}", "expected a weight above 0")


def _weights(scheme: Scheme, form: Form, file: str) -> None:
    """Headings add up to the scheme's total; prescribed indicators to their heading."""
    headings = [group.weight for group in form.levels if group.weight is not None]
    execution = form.execution.weight if form.execution else Decimal(0)
    total = execution + sum(headings, Decimal(0))
    if len(headings) == len(form.levels) and total != scheme.scoring.total:
        expected = f"weights add up to {total}, expected {scheme.scoring.total}"
        raise SchemeError(file, "level", expected)
    for group in form.levels:
        presets = [preset for sub in group.level2 for preset in sub.presets]
        weights = [preset.weight for preset in presets if preset.weight is not None]
        fixed = all(sub.presets for sub in group.level2) and len(weights) == len(presets)
        if fixed and group.weight is not None and sum(weights, Decimal(0)) != group.weight:
            expected = f"its indicators add up to {sum(weights)}, expected {group.weight}"
            raise SchemeError(file, f"level {group.id}", expected)
        _subweights(group, file)


def _subweights(group: Level1, file: str) -> None:
    """Second levels add up to their heading, prescribed indicators to their second level."""
    given = [sub.weight for sub in group.level2 if sub.weight is not None]
    total = sum(given, Decimal(0))
    if group.weight is not None and len(given) == len(group.level2) and total != group.weight:
        expected = f"its second levels add up to {total}, expected {group.weight}"
        raise SchemeError(file, f"level {group.id}", expected)
    for sub in group.level2:
        weights = [one.weight for one in sub.presets if one.weight is not None]
        if sub.weight is not None and sub.weight <= 0:
            raise SchemeError(file, f"level2 {sub.id}", "expected a weight above 0")
        whole = bool(weights) and len(weights) == len(sub.presets)
        if whole and sub.weight is not None and sum(weights, Decimal(0)) != sub.weight:
            expected = f"its indicators add up to {sum(weights)}, expected {sub.weight}"
            raise SchemeError(file, f"level2 {sub.id}", expected)


def _rules(form: Form, file: str, known: Collection[str]) -> None:
    if form.execution and form.execution.rule:
        _rule(file, "execution.rule", form.execution.rule, form.execution.weight, known)
        rule = form.execution.rule
        if not isinstance(rule, Tiers | Deduct | Share) or rule.measure.formula:
            raise SchemeError(file, "execution.rule", "expected a rule over the execution rate")
    for _, sub in _subs(form):
        if sub.rule:
            _rule(file, f"level2 {sub.id}.rule", sub.rule, None, known)
        for preset in sub.presets:
            _preset(file, preset, known)


def _preset(file: str, preset: Preset, known: Collection[str]) -> None:
    place = f"indicator {preset.id}"
    if preset.weight is not None and preset.weight <= 0:
        raise SchemeError(file, place, "expected a weight above 0")
    if preset.rule:
        _rule(file, f"{place}.rule", preset.rule, preset.weight, known)


def _rule(
    file: str, place: str, rule: Rule, weight: Decimal | None, known: Collection[str]
) -> None:
    measure = measure_of(rule)
    for name in measure.formula.names if measure and measure.formula else ():
        if name not in known:
            raise SchemeError(file, place, f"no such cell: {name}")
    match rule:
        case Tiers(bands=bands):
            most = max(band.points for band in bands)
            if most <= 0 or (weight is not None and most != weight):
                expected = f"the best tier gives {most} points, expected {weight or 'more than 0'}"
                raise SchemeError(file, place, expected)
        case Deduct(points=points) if weight is not None and points > weight:
            raise SchemeError(file, place, f"takes {points} off at once, more than {weight}")


def _sheet(scheme: Scheme, form: Form, file: str) -> None:
    known = set(FORM_WORDS) | {field.id for field in form.texts}
    known |= {f"info.{field.id}" for field in scheme.fields}
    for table in (*form.tables, *scheme.tables):
        known |= set(table_cells(table, table.id))
    sheet = form.sheet
    placeholders(file, "sheet.name", (sheet.name,), known)
    parts = [part for part in sheet.parts if isinstance(part, Indicators)]
    if len(parts) != (1 if form.levels else 0):
        expected = "expected one part of indicators" if form.levels else "there are no indicators"
        raise SchemeError(file, "sheet.part", expected)
    for at, part in enumerate(sheet.parts):
        _part(form, file, f"sheet part {at}", part, known)
    _printed(form, file)


def _printed(form: Form, file: str) -> None:
    """What is asked for is printed: a clerk must not write for nobody."""
    cells = [
        cell
        for part in form.sheet.parts
        for cell in (() if isinstance(part, Indicators) else part.cells)
    ]
    printed = {name for cell in cells for name in cell.placeholders}
    for field in form.texts:
        unprinted = field.id not in printed and field.kind != "choice"
        if unprinted and field.id != form.name_field:
            raise SchemeError(file, f"fields {field.id}", "expected a place on the sheet for it")


def _part(form: Form, file: str, place: str, part: Part, known: set[str]) -> None:
    match part:
        case Fixed(cells=cells):
            placeholders(file, f"{place}.cells", (cell.text for cell in cells), known)
        case Repeated(table=name, list=list_id, cells=cells):
            table = next((table for table in form.tables if table.id == name), None)
            if table is None or table.row_list(list_id) is None:
                raise SchemeError(file, place, f"no such list: {name}.{list_id}")
            own = {"row.name", *(f"row.{column.id}" for column in table.columns)}
            placeholders(file, f"{place}.cells", (cell.text for cell in cells), known | own)
        case Indicators(group=group):
            if group and any(column.at == 1 for column in form.columns):
                raise SchemeError(file, f"{place}.group", "no column left of the indicators")


def placeholders(file: str, place: str, texts: Iterable[str], known: Collection[str]) -> None:
    for text in texts:
        pieces = PLACEHOLDER.split(text)  # text, name, text, name, … text
        for name in pieces[1::2]:
            if name not in known:
                raise SchemeError(file, place, f"no such cell: {{{name}}}")
        if any(brace in text for text in pieces[::2] for brace in "{}"):
            raise SchemeError(file, place, f"expected braces in pairs: {text!r}")
