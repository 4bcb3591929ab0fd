"""“从上年新建”: what a new submission takes over from the unit's submission of another year."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.carry import Carried, Choice, carry_form, carry_forms, fits
from app.domain.earlier import Source, sources
from app.domain.last_year import last_year_figures
from app.domain.report import Report
from app.domain.submission import Edit, Entries, Submission, applied, new_entries
from app.scheme.model import Form, Scheme


@dataclass(frozen=True)
class Begun:
    """The entries of the new submission, and in figures where they come from.

    `facts` and `figures` count what could be taken over, whether it was wanted or not; `rows` the
    rows of ledgers that come with the figures. `left` are sentences about what was not taken.
    """

    entries: Entries
    facts: int = 0
    figures: int = 0
    rows: int = 0
    forms: int = 0
    indicators: int = 0
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def begin_year(
    scheme: Scheme,
    old: Report,
    choice: Choice,
    forms: Collection[str],
    *,
    facts: bool = True,
    figures: bool = True,
) -> Begun:
    """A submission of the year `choice.year` by `scheme`: the unit's name, 基本信息 with `facts`,
    the year's figures as 上年决算数 with `figures`, and the forms whose prefixes are in `forms`.

    Figures can be taken only from the year before; nothing that was achieved, judged or spent is.
    """
    entries: Entries = new_entries(scheme, old.text("info.unit"))
    chosen = [one for one in sources(old.scheme, old.submission) if one.prefix in forms]
    carried: list[Carried] = []
    for form, fitting in _placed(scheme, chosen):
        one = _carry(form, entries, fitting, choice)
        entries = applied(entries, one.edit)
        carried.append(one)
    fresh = Submission(choice.year, scheme.id, scheme.hash, entries)
    found = last_year_figures(scheme, fresh, old)
    before = old.submission.year == choice.year - 1
    cells = dict(found.facts) if facts else {}
    if figures and before:
        cells |= found.edit(facts=False).cells
    added = {cell.rpartition(".")[0] for cell in found.rows if not cell.endswith(".rows")}
    return Begun(
        applied(entries, Edit(cells, "")),
        len(found.facts),
        len(found.new) if before else 0,
        len(added) if before else 0,
        sum(len(one.prefixes) for one in carried),
        sum(one.rows for one in carried),
        tuple(_left(scheme, chosen, carried)),
        tuple(said for one in carried for said in one.notes),
    )


def _placed(scheme: Scheme, chosen: Sequence[Source]) -> Iterator[tuple[Form, list[Source]]]:
    """The kinds of form here, each with the earlier forms that go into it; each goes once."""
    placed: set[str] = set()
    for form in scheme.forms:
        fitting = [one for one in chosen if fits(form, one) and one.prefix not in placed]
        placed |= {one.prefix for one in fitting}
        if fitting:
            yield form, fitting


def _carry(form: Form, entries: Entries, fitting: Sequence[Source], choice: Choice) -> Carried:
    if form.many:
        return carry_forms(form, entries, fitting, choice)
    return carry_form(form, entries, fitting[0], choice, form.id)


def _left(scheme: Scheme, chosen: Sequence[Source], carried: Sequence[Carried]) -> Iterator[str]:
    placed = {one.prefix for _, fitting in _placed(scheme, chosen) for one in fitting}
    nowhere = [one for one in chosen if one.prefix not in placed]
    if nowhere:
        titles = "、".join(dict.fromkeys(f"《{one.title}》" for one in nowhere))
        yield f"新方案里没有{titles}，有 {len(nowhere)} 张不带入"
    unplaced = sum(len(one.unplaced) for one in carried)
    if unplaced:
        yield (
            f"有 {unplaced} 个指标的二级指标新方案里没有，不带入；"
            "建好以后可以用“从往年带入”挑选放到哪里"
        )
    prescribed = sum(len(one.prescribed) for one in carried)
    if prescribed:
        yield f"有 {prescribed} 个只是原方案规定、没有填过的指标，不带入"
