"""What a scheme takes over from its base goes where what it needs is gone; its own is refused."""

import shutil
from pathlib import Path

import pytest

from app.domain.compute import compute
from app.domain.narration import narration
from app.domain.submission import Submission, new_entries
from app.scheme.load import SchemeError, load_scheme
from app.scheme.model import Scheme

SHIPPED = Path(__file__).parents[2] / "resources/schemes"
NATIONAL = "national-2020"
HEAD = (f'base = "{NATIONAL}"', 'id = "own-2024"', 'title = "自定"', 'source = "自定"')
UNNAMED = "no form that there may be many of: project"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scheme of its own that has 整体自评表 alone."""
    folder = tmp_path / "own-2024"
    folder.mkdir()
    (folder / "scheme.toml").write_text("\n".join((*HEAD, 'forms = ["overall"]')), "utf-8")
    return folder


@pytest.fixture(scope="module")
def national() -> Scheme:
    return load_scheme(SHIPPED / NATIONAL)


def figures(scheme: Scheme) -> set[str]:
    assert scheme.narrative is not None
    return {
        f"{passage.id}.{rule.id}"
        for passage in scheme.narrative.passages
        for group in passage.groups
        for rule in group.figures
    }


def refusal(folder: Path) -> str:
    with pytest.raises(SchemeError) as caught:
        load_scheme(folder, (SHIPPED,))
    return str(caught.value)


def test_a_scheme_without_projects_has_nothing_of_theirs(folder: Path, national: Scheme) -> None:
    scheme = load_scheme(folder, (SHIPPED,))
    assert [one.id for one in scheme.forms] == ["overall"]
    lost = {one.id for one in national.tables} - {one.id for one in scheme.tables}
    assert lost == {"last_projects"}
    assert {one.id for one in national.checks} - {one.id for one in scheme.checks} == {"K02", "K03"}
    gone = figures(national) - figures(scheme)
    assert {name.partition(".")[0] for name in gone} == {"performance"}
    assert {name for name in figures(scheme) if name.startswith("performance.")} == {
        "performance.overall"
    }


def test_it_is_filled_in_like_any_other(folder: Path) -> None:
    scheme = load_scheme(folder, (SHIPPED,))
    entries = {**new_entries(scheme, "青石县就业服务中心"), "info.staff_actual": "5"}
    report = compute(scheme, Submission(2024, scheme.id, scheme.hash, entries))
    assert [form.form.id for form in report.forms] == ["overall"]
    assert narration(report)


def test_projects_of_which_there_is_one_are_no_list_either(folder: Path) -> None:
    (folder / "scheme.toml").write_text("\n".join(HEAD), "utf-8")
    assert "last_projects" in {one.id for one in load_scheme(folder, (SHIPPED,)).tables}
    (folder / "project.toml").write_text('id = "project"\nbase = "project"\nmany = false\n')
    assert "last_projects" not in {one.id for one in load_scheme(folder, (SHIPPED,)).tables}


def test_a_table_of_its_own_is_refused(folder: Path) -> None:
    shutil.copy(SHIPPED / NATIONAL / "last_projects.toml", folder)
    assert refusal(folder) == f"last_projects.toml, lists: {UNNAMED}"


def test_a_list_that_walks_forms_of_its_own_is_refused(folder: Path) -> None:
    text = (SHIPPED / NATIONAL / "last_projects.toml").read_text("utf-8")
    (folder / "last_projects.toml").write_text(text.replace("last_each", "each"), "utf-8")
    assert refusal(folder) == f"last_projects.toml, lists items.each: {UNNAMED}"


def test_a_form_that_it_builds_on_for_its_lists_is_refused(tmp_path: Path) -> None:
    """It names 附件1-1 itself, which lists the projects."""
    folder = tmp_path / "own-2024"
    folder.mkdir()
    head = (HEAD[0].replace(NATIONAL, "hunan-2023"), *HEAD[1:])
    (folder / "scheme.toml").write_text("\n".join((*head, 'forms = ["base_data"]')), "utf-8")
    assert refusal(folder) == f"base_data.toml, lists work.each: {UNNAMED}"


def test_a_figure_of_its_own_is_refused(folder: Path) -> None:
    text = (
        'id = "narrative"\nbase = "narrative"\n[[section]]\nid = "performance"\ntitle = "绩效"\n'
        'group = [{ figures = [{ id = "scored", label = "项目", kind = "count", '
        'value = "project.scored" }] }]\n'
    )
    (folder / "narrative.toml").write_text(text, "utf-8")
    words = "narrative.toml, section performance scored: no such cell: project.scored"
    assert refusal(folder) == words


def test_the_cause_is_said_before_what_follows_from_it(tmp_path: Path) -> None:
    """Figures, checks and official tables that show a broken ledger's cells are not to blame."""
    folder = shutil.copytree(SHIPPED / NATIONAL, tmp_path / NATIONAL)
    path = folder / "outlay.toml"
    text = path.read_text("utf-8")
    assert 'id = "basic"' in text
    path.write_text(text.replace('id = "basic"', 'id = "base"'), "utf-8")
    assert refusal(folder).startswith("outlay.toml, ")
