"""What the README files say is there: commands, modules, functions, verbs."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "app" / "README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def sources() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "app").rglob("*.py"))
    )


def test_every_module_named_in_the_page_exists() -> None:
    names = set(re.findall(r"([\w/]+\.py)\b", PAGE))
    assert len(names) > 20
    for name in names:
        found = [*ROOT.glob(name), *(ROOT / "app").rglob(f"*{name}")]
        assert any(path.as_posix().endswith(f"/{name}") for path in found), name


def test_every_function_named_in_the_page_exists() -> None:
    text = sources()
    names = {name.split(".")[-1] for name in re.findall(r"([\w.]+)\(\)", PAGE)}
    assert len(names) > 12
    for name in names:
        assert re.search(rf"\bdef {name}\(", text), name


def test_the_test_command_of_the_readme_is_the_one_that_ci_calls() -> None:
    assert "`bash build_scripts/test.sh`" in README
    assert "bash build_scripts/test.sh" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in ("run.sh", "run.bat", "test.sh", "test.bat", "bench.py", "build.py"):
        assert (ROOT / "build_scripts" / name).exists(), name


def test_every_verb_of_the_command_line_is_in_the_readme() -> None:
    verbs = set(re.findall(r'verb\("(\w+)"', (ROOT / "app" / "cli.py").read_text("utf-8")))
    verbs |= {"score", "check"}
    assert len(verbs) >= 11
    for verb in verbs:
        assert re.search(rf"`{verb}\b", README), verb


def test_the_top_level_holds_only_what_the_customer_named() -> None:
    allowed = {
        *("pyproject.toml", "app", "resources", "tests", "build_scripts"),
        *("README.md", "LICENSE", "CHANGELOG.md", "dist", "build"),
    }
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= allowed, found - allowed
