"""narrative.toml: what is wrong in it is refused; a place's own file stands on the base's."""

import shutil
import tomllib
from pathlib import Path

import pytest

from app.scheme.figures import Narrative
from app.scheme.load import SchemeError, load_scheme
from app.scheme.model import Scheme

SCHEMES = Path(__file__).parents[2] / "resources/schemes"
FILE = "narrative.toml"

WRONG = [
    # old text, new text → the refusal after the file's name
    ('digits = "two" ', 'digits = "three" ', "words.digits: unknown 'three'"),
    ('no_total = "合计', 'no_totals = "合计', "words: expected 'no_total' (a text)"),
    ('budget = "initial"', 'budgte = "initial"', "top: expected 'budget' (a text)"),
    ('budget = "initial"', 'budget = "first"', "section items budget: no such cell: outlay."),
    ("gk02.total.fiscal", "gk02.total.fiscals", "section income amount: no such cell: gk02.total."),
    ("row.actual", "row.actuals", "section three_publics actual: no such cell: three_publics."),
    ('over = "gk05"', 'over = "gk55"', "section classes amount: no such cell: gk55.each.spent"),
    ('over = "gk05"\n', "", "section classes group 0.figures: expected rows or over beside row."),
    ("digits = 3", "digits = 4", "section classes group 0.digits: expected a code of 3, 5 or 7"),
    ('kind = "share"', 'kind = "shares"', "figures share.kind: unknown 'shares'"),
    (
        'value = "row.spent", base = "gk05.total.spent" }',
        'value = "row.spent" }',
        "figures share.base: expected a base for what is compared, and only there",
    ),
    (
        'value = "gk02.total.received" }',
        'value = "gk02.total.received", base = "gk01.income.total.amount" }',
        "figures total.base: expected a base for what is compared, and only there",
    ),
    ('value = "gk02.total.received" }', 'value = "" }', "expected value as a formula"),
    ('value = "gk02.total.received" }', 'value = "a +" }', "expected a formula: not a formula"),
    ("sum(project.each.", "1 * (project.each.", "'each' needs a function around it"),
    (
        'label = "财政拨款收入", cells = { amount = "gk02.total.fiscal" }',
        'label = "x"',
        "rows fiscal.at: expected at, or cells",
    ),
    ('over = "project.grades"', 'over = "project.grade"', "no such cell: project.grade.each.count"),
    ('id = "income"\ntitle', 'id = "overall"\ntitle', "section overall: 'overall' stands twice"),
]


def spoilt(folder: Path, old: str, new: str) -> Path:
    shutil.copytree(SCHEMES / "national-2020", folder / "national-2020")
    path = folder / "national-2020" / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path.parent


@pytest.mark.parametrize(("old", "new", "expected"), WRONG, ids=lambda text: text[:40])
def test_refused(tmp_path: Path, old: str, new: str, expected: str) -> None:
    with pytest.raises(SchemeError) as refused:
        load_scheme(spoilt(tmp_path, old, new))
    assert refused.value.file == FILE
    assert expected in str(refused.value)


# ── a place's own file ────────────────────────────────────────────────────────────────────

OWN = """
base = "narrative"
{more}
[words]
more = "超过"

[[section]]
id = "fund"
title = "政府性基金"
[[section.group]]
figures = [ {{ id = "spent", label = "支出", kind = "amount", value = "{cell}" }} ]

[[section]]
id = "extra"
title = "另加的一段"
[[section.group]]
figures = [ {{ id = "spent", label = "支出", kind = "amount", value = "gk08.total.spent" }} ]
"""


def place(folder: Path, text: str, scheme: str = "") -> Scheme:
    own = folder / "here-2024"
    own.mkdir()
    head = 'base = "national-2020"\nid = "here-2024"\ntitle = "本地"\nsource = "本地"\n'
    (own / "scheme.toml").write_text(head + scheme, encoding="utf-8")
    (own / FILE).write_text(text, encoding="utf-8")
    return load_scheme(own, (SCHEMES,))


def ids(found: Narrative | None) -> list[str]:
    assert found is not None
    return [one.id for one in found.passages]


def national() -> Narrative:
    found = load_scheme(SCHEMES / "national-2020").narrative
    assert found is not None
    return found


def test_own_sections_stand_in_the_places_of_the_bases(tmp_path: Path) -> None:
    made = place(tmp_path, OWN.format(more="", cell="gk07.total.spent"))
    assert ids(made.narrative) == [*ids(national()), "extra"]
    assert made.narrative is not None
    fund = made.narrative.passages[ids(national()).index("fund")]
    assert (fund.title, len(fund.groups)) == ("政府性基金", 1)
    assert made.narrative.words.more == "超过"
    assert made.narrative.words.less == national().words.less
    assert made.hash != load_scheme(SCHEMES / "national-2020").hash


def test_sections_left_out(tmp_path: Path) -> None:
    text = OWN.format(more='without = ["capital", "targets"]', cell="gk07.total.spent")
    left = set(ids(national())) - set(ids(place(tmp_path, text).narrative))
    assert left == {"capital", "targets"}


@pytest.mark.parametrize(
    ("more", "cell", "expected"),
    [
        ("", "gk77.total.spent", "section fund spent: no such cell: gk77.total.spent"),
        ('without = ["nothing"]', "gk07.total.spent", "without: 'nothing' is nothing that the"),
        ('without = "fund"', "gk07.total.spent", "without: expected a list of texts"),
    ],
)
def test_a_wrong_own_file_is_refused(tmp_path: Path, more: str, cell: str, expected: str) -> None:
    with pytest.raises(SchemeError) as refused:
        place(tmp_path, OWN.format(more=more, cell=cell))
    assert expected in str(refused.value)


def test_figures_of_tables_that_a_place_lacks_are_left_out(tmp_path: Path) -> None:
    """Without the tables of 决算公开 there is still what the ledgers give."""
    accounts = 'accounts = ["gk05"]\naccount_order = []\n'
    found = place(tmp_path, 'base = "narrative"\n', accounts).narrative
    assert found is not None
    kept = set(ids(found))
    assert {"classes", "items", "three_publics"} <= kept
    assert not {"income", "spending", "fiscal"} & kept
    public = next(one for one in found.passages if one.id == "public")
    assert [rule.id for rule in public.groups[0].figures] == ["total", "difference", "growth"]


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in SCHEMES.glob(f"*/{FILE}")))
def test_a_place_says_only_what_differs(folder: str) -> None:
    """No section of its own that equals the base's, and no word either."""
    if folder == "national-2020":
        return
    path = SCHEMES / folder / FILE
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    made, base = load_scheme(SCHEMES / folder), load_scheme(below(folder))
    assert made.narrative is not None and base.narrative is not None
    for word in told.get("words", {}):
        assert getattr(made.narrative.words, word) != getattr(base.narrative.words, word), word
    under = {one.id: one for one in base.narrative.passages}
    own = {one["id"] for one in told.get("section", [])}
    assert all(one != under.get(one.id) for one in made.narrative.passages if one.id in own)


def below(folder: str) -> Path:
    told = tomllib.loads((SCHEMES / folder / "scheme.toml").read_text(encoding="utf-8"))
    return SCHEMES / str(told["base"])
