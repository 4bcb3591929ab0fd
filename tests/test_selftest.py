"""The self-test as a process: it passes here, and it fails where something is missing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ["translations", "pictures", "printers", "input method", "old workbooks", "sums"]
WORK = ["schemes", "database", "window", "new submission", "type a project", "export"]
STEPS = ["application", *PARTS, *WORK, "reopen", "password"]


def run(
    *arguments: str | Path, result: Path | None = None, at: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """The program; `result` goes through the variable that a built program reads."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    variables = {"SUANPAN_SELFTEST": str(result)} if result else {}
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        cwd=at,
        env=kept | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=110,
        check=False,
    )


def outcome(path: Path) -> dict[str, Any]:
    found = dict(json.loads(path.read_text(encoding="utf-8")))
    assert (found["format"], found["version"]) == ("suanpan.selftest", 1)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("variable", [True, False], ids=["variable", "verb"])
def test_it_passes(tmp_path: Path, variable: bool) -> None:
    result = tmp_path / "自检 结果.json"
    done = run(result=result) if variable else run("selftest", "--result", result)
    found = outcome(result)
    assert found["ok"] is True, found.get("error")
    assert done.returncode == 0
    assert [step["name"] for step in found["steps"]] == STEPS
    assert "error" not in found


def test_too_slow_is_said_on_standard_output(tmp_path: Path) -> None:
    done = run("selftest", "--limit", "0")
    found = json.loads(done.stdout)
    assert (done.returncode, found["ok"]) == (1, False)
    assert found["error"] == "not done within 0 s"


def test_too_slow_is_said_in_the_result(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    done = run("selftest", "--limit", "0", "--result", result)
    found = outcome(result)
    assert (done.returncode, found["ok"], done.stdout) == (1, False, "")
    assert "not done within" in found["error"]


def test_too_slow_ends_even_where_the_result_cannot_be_written(tmp_path: Path) -> None:
    done = run("selftest", "--limit", "0", "--result", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("lacking", ["project.toml", "scheme.toml"])
def test_a_program_that_lacks_a_file_of_its_scheme_fails(tmp_path: Path, lacking: str) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("app", "resources"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    (tmp_path / "resources" / "schemes" / "national-2020" / lacking).unlink()
    result = tmp_path / "result.json"
    done = run(result=result, at=tmp_path)
    found = outcome(result)
    assert (done.returncode, found["ok"]) == (1, False)
    assert "Traceback" in found["error"]
    assert str(tmp_path) in found["error"]  # it was the copy that ran, not the tree around it
