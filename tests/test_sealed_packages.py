"""A sealed submission goes out with a checksum: a figure that is changed afterwards is seen."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.sealing import short
from app.exchange.findings_sheet import findings_sheet
from app.exchange.package import PackageProblem, dump, parse, parse_package
from app.resources import sample_text, shipped_schemes
from app.storage.database import open_database
from app.storage.seals import CHANGED, WHOLE
from app.storage.store import Store

SCHEMES = shipped_schemes()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The sample, sealed."""
    with closing(open_database(tmp_path / "数据.db")) as made:
        sample = parse(sample_text(), SCHEMES)
        made.create(sample.year, sample.scheme_id, sample.scheme_hash, sample.entries)
        made.seal(1, "甲")
        yield made


@pytest.fixture
def package(store: Store) -> dict[str, Any]:
    submission = store.load(1)
    scheme = SCHEMES[submission.scheme_id]
    found: dict[str, Any] = json.loads(dump(scheme, submission, store.seal_mark(1)))
    return found


def read(package: dict[str, Any]) -> Any:
    return parse_package(json.dumps(package, ensure_ascii=False), SCHEMES)


def test_the_checksum_is_what_the_schema_says(store: Store, package: dict[str, Any]) -> None:
    submission = store.load(1)
    lines = [[str(submission.year), submission.scheme_id, submission.scheme_hash]]
    lines += [[cell, text] for cell, text in sorted(submission.entries.items())]
    raw = "".join("".join(f"{part}\0" for part in line) + "\n" for line in lines)
    assert package["seal"]["checksum"] == hashlib.sha256(raw.encode("utf-8")).hexdigest()
    assert package["seal"]["checksum"] == store.seals(1)[0].checksum
    assert package["seal"]["who"] == "甲"


def test_a_sealed_package_is_whole(package: dict[str, Any]) -> None:
    assert not read(package).changed
    assert short(package["seal"]["checksum"]).count("-") == 2


def _unit(package: dict[str, Any]) -> None:
    package["info"]["unit"] += "二"


def _year(package: dict[str, Any]) -> None:
    package["year"] += 1


def _taken_out(package: dict[str, Any]) -> None:
    del package["info"]["filler"]


def _added(package: dict[str, Any]) -> None:
    package.setdefault("other", {})["text.more"] = "一句"


@pytest.mark.parametrize("change", [_unit, _year, _taken_out, _added])
def test_whatever_is_changed_is_seen(
    package: dict[str, Any], change: Callable[[dict[str, Any]], None]
) -> None:
    change(package)
    assert read(package).changed


def leaves(found: Any) -> Iterator[tuple[Any, Any]]:
    """Where each text of a package stands."""
    pairs = found.items() if isinstance(found, dict) else enumerate(found)
    for key, value in list(pairs):
        if isinstance(value, dict | list):
            yield from leaves(value)
        else:
            yield found, key


def test_every_single_text_counts(package: dict[str, Any]) -> None:
    places = [one for part in ("info", "tables", "forms") for one in leaves(package[part])]
    assert len(places) > 500
    tried = 0
    for found, key in places[::9]:
        if key in {"id", "form", "level", "merge", "tier", "preset"}:  # a row's name or a choice
            continue
        before, found[key] = found[key], f"{found[key]}7"
        assert read(package).changed, key
        found[key] = before
        tried += 1
    assert tried > 40
    assert not read(package).changed


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("checksum", "xyz", "seal.checksum"),
        ("checksum", "A" * 64, "十六进制"),
        ("at", "昨天", "seal.at"),
        ("at", "2024-03-01", "seal.at"),
        ("by", "甲", "by"),
    ],
)
def test_a_seal_that_is_none_is_refused(
    package: dict[str, Any], part: str, value: str, said: str
) -> None:
    package["seal"][part] = value
    with pytest.raises(PackageProblem, match=said):
        read(package)


def test_a_draft_has_no_seal(store: Store) -> None:
    store.unseal(1, "甲", "改一个数")
    submission = store.load(1)
    assert store.seal_mark(1) is None
    text = dump(SCHEMES[submission.scheme_id], submission, store.seal_mark(1))
    assert "seal" not in json.loads(text)


def test_the_checksum_stands_on_the_sheet_of_the_checks(store: Store) -> None:
    from app.domain.compute import compute

    submission, mark = store.load(1), store.seal_mark(1)
    assert mark is not None
    report = compute(SCHEMES[submission.scheme_id], submission)
    texts = [box.text for box in findings_sheet(report, mark).boxes]
    assert any(short(mark.checksum) in text for text in texts)
    assert not any("校验码" in box.text for box in findings_sheet(report).boxes)


# ---------------------------------------------------------------- without a window


@pytest.fixture
def sent(store: Store, tmp_path: Path) -> Path:
    """A package that was handed over, and the data file closed again."""
    path = tmp_path / "数据包.suanpan"
    store.close()
    assert main(["save", str(path), "--db", str(store.path)]) == 0
    return path


def changed(path: Path) -> Path:
    package = json.loads(path.read_text(encoding="utf-8"))
    _unit(package)
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("spoiled", [False, True])
def test_the_seal_is_on_record_where_a_package_is_taken_in(
    sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoiled: bool
) -> None:
    if spoiled:
        changed(sent)
    other = tmp_path / "别处.db"
    assert main(["load", str(sent), "--db", str(other)]) == 0
    said = capsys.readouterr().out
    assert ("封存后被改动过" in said) is spoiled
    assert ("内容与封存时一致" in said) is not spoiled
    with closing(open_database(other)) as store:
        opened, sealed = store.seals(1)
        assert (sealed.who, sealed.sealed, opened.sealed) == ("甲", True, False)
        assert opened.reason == (CHANGED if spoiled else WHOLE)
        assert not store.is_sealed(1)


def test_compare_says_where_they_differ(
    sent: Path, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--db", str(store.path)]
    assert main(["compare", str(sent), *where]) == 0
    assert "一致" in capsys.readouterr().out
    copy = tmp_path / "改过.suanpan"
    copy.write_bytes(sent.read_bytes())
    assert main(["compare", str(changed(copy)), *where, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["same"], answer["seal_holds"]) == (False, False)
    (one,) = answer["differences"]
    assert (one["cell"], one["place"], one["name"]) == ("info.unit", "基本信息", "单位名称")
    assert one["package"] == one["other"] + "二"
    assert main(["compare", str(copy), *where]) == 1
    said = capsys.readouterr().out
    assert "封存后被改动过：这份数据包的内容与封存时的校验码不符" in said
    assert "数据文件：云岭县就业服务中心　数据包：云岭县就业服务中心二" in said
    assert main(["compare", str(sent), str(copy), *where]) == 1
    assert main(["compare", str(sent), str(sent), *where]) == 0
