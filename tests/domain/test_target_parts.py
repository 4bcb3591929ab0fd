"""A target in one text, in three cells, prescribed, changed in the year: which one counts."""

from dataclasses import replace

import pytest

from app.domain.compute import compute
from app.domain.report import TargetParts
from app.scheme.model import FormColumn, Preset, Scheme
from tests.domain.expect import national, project, typed

SET = TargetParts("≥", "95", "%")


def prescribing(target: str) -> Scheme:
    """The national scheme with one prescribed indicator under 数量指标, whose target may change
    in the year."""
    scheme = national()
    form = scheme.form("project")
    output, *others = form.levels
    first, *rest = output.level2
    preset = replace(first, presets=(Preset("served", "服务人数", target=target),))
    levels = (replace(output, level2=(preset, *rest)), *others)
    columns = (*form.columns, FormColumn("adjusted", "调整指标值", 0, 10))
    return replace(scheme, forms=(replace(form, levels=levels, columns=columns),))


@pytest.mark.parametrize(
    ("cells", "target", "parts"),
    [
        ({}, "≥80人", TargetParts("≥", "80", "人")),
        ({"target": "≥95%"}, "≥95%", SET),
        ({"sign": "≥", "number": "95", "measure": "%"}, "≥95%", SET),
        ({"sign": "≥", "number": "95", "measure": "%", "adjusted": "≥90%"}, "≥90%", SET),
        ({"target": "≥95%", "adjusted": "≥90%"}, "≥90%", SET),
        ({"sign": "定性", "number": "效果明显"}, "效果明显", TargetParts("定性", "效果明显")),
        (
            {"sign": "定性", "number": "效果明显", "measure": "%"},
            "效果明显",
            TargetParts("定性", "效果明显", "%"),
        ),
        ({"sign": "≤"}, "≥80人", TargetParts("≤")),  # not finished: the scheme's still counts
    ],
)
def test_what_a_unit_types_beats_what_the_scheme_prescribes(
    cells: dict[str, str], target: str, parts: TargetParts
) -> None:
    entries = project(("", "1", "10"))
    entries |= {f"project.p1.i1.{cell}": text for cell, text in cells.items()}
    entries["project.p1.i1.preset"] = "served"
    row = compute(prescribing("≥80人"), typed(entries)).form("project.p1").indicators[0]
    assert row.target.text == target
    assert row.target_parts == parts


def test_what_another_scheme_left_in_a_column_that_is_not_shown_decides_nothing() -> None:
    entries = project(("≥95%", "93%", "10"), i1_adjusted="≥90%")
    row = compute(national(), typed(entries)).form("project.p1").indicators[0]
    assert row.target.text == "≥95%"
    assert row.score is not None
    assert str(row.score.rule) == "9.79"
