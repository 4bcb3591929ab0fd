"""What makes the Windows delivery, as far as Linux can tell: lists, script, workflow."""

import re
from pathlib import Path, PurePosixPath

import pytest

from build_scripts import installer
from build_scripts.wine import provenance

ROOT = Path(__file__).parents[1]
NSI = (ROOT / "build_scripts" / "installer.nsi").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "算盘"
    for name in (
        "算盘.exe",
        "_internal/a.dll",
        "_internal/resources/方案/x y.toml",
        "_internal/$x",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 2048)
    return folder


def test_every_file_is_installed_and_removed_again(built: Path, tmp_path: Path) -> None:
    size = installer.write_lists(built, tmp_path)
    put = (tmp_path / "install.nsh").read_text(encoding="utf-8-sig")
    take = (tmp_path / "uninstall.nsh").read_text(encoding="utf-8-sig")
    assert size == 8
    assert put.count("File ") == take.count("Delete ") == 4
    assert 'SetOutPath "$INSTDIR"\n' in put
    assert 'SetOutPath "$INSTDIR\\_internal\\resources\\方案"' in put
    assert 'Delete "$INSTDIR\\_internal\\$$x"' in take
    assert re.findall(r'RMDir "(.*)"', take) == [
        "$INSTDIR\\_internal\\resources\\方案",
        "$INSTDIR\\_internal\\resources",
        "$INSTDIR\\_internal",
    ]


def test_the_deepest_folders_go_first() -> None:
    names = [PurePosixPath("a/b/c/d.txt"), PurePosixPath("a/e.txt")]
    assert [str(one) for one in installer.folders(names)] == ["a/b/c", "a/b", "a"]


@pytest.mark.parametrize("forbidden", ["RMDir /r", "RequestExecutionLevel admin", "HKLM"])
def test_the_installer_never(forbidden: str) -> None:
    code = "\n".join(line.partition(";")[0] for line in NSI.splitlines())
    assert forbidden not in code


def test_what_is_registered_is_taken_away() -> None:
    keys = set(re.findall(r'WriteReg\w+ HKCU "([^"]+)"', NSI))
    gone = set(re.findall(r'DeleteReg(?:Key|Value) HKCU "([^"]+)"', NSI))
    assert all(any(key == one or key.startswith(f"{one}\\") for one in gone) for key in keys)


def test_the_workflow_names_what_is_there() -> None:
    for name in re.findall(r"build_scripts[/.][\w/.-]+", WORKFLOW):
        path = ROOT / name
        module = ROOT / f"{name.replace('.', '/')}.py"
        assert path.exists() or module.exists(), name
    assert "timeout-minutes" in WORKFLOW
    assert not re.search(r"uses: \S+@v", WORKFLOW), "an action that may move"


def test_files_of_wine_and_of_nobody_are_found(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "py"
    python.mkdir()
    (python / "good.dll").write_bytes(b"MZ good")
    for name, data in (
        ("算盘.exe", b"MZ ours"),
        ("_internal/a.dll", b"MZ good"),
        ("_internal/b.dll", b"MZ unknown"),
        ("_internal/c.dll", b"MZ" + bytes(64) + b"Wine builtin DLL"),
    ):
        (built / name).write_bytes(data)
    assert provenance.main(built, python) == 1
    said = capsys.readouterr().out
    assert "4 Windows files, 2 not accounted for" in said
    assert "unknown origin" in said and "wine's own" in said
    (built / "_internal/b.dll").unlink()
    (built / "_internal/c.dll").unlink()
    assert provenance.main(built, python) == 0
