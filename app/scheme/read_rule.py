"""Scoring rules and prescribed indicators of a form's TOML → the model."""

from decimal import Decimal
from typing import cast

from app.scheme.model import Level1, Level2, Preset
from app.scheme.read_table import formula, item_id
from app.scheme.rules import (
    MEASURE_UNITS,
    MISSED,
    SIDES,
    STEPS,
    Band,
    ByTarget,
    Deduct,
    Judge,
    Measure,
    Missed,
    Rule,
    Share,
    Side,
    Steps,
    Tiers,
)
from app.scheme.toml import Node

RULE_KINDS = ("target", "tiers", "deduct", "share", "judge")


def level1(node: Node) -> Level1:
    return Level1(
        id=item_id(node),
        label=node.text("label"),
        weight=node.maybe_number("weight"),
        level2=node.nodes("level2", _level2),
    )


def _level2(node: Node) -> Level2:
    return Level2(
        id=item_id(node),
        label=node.text("label"),
        weight=node.maybe_number("weight"),
        rule=maybe_rule(node),
        survey=node.flag("survey", False),
        presets=node.nodes("indicator", _preset, optional=True),
    )


def _preset(node: Node) -> Preset:
    return Preset(
        id=item_id(node),
        label=node.text("label"),
        weight=node.maybe_number("weight"),
        target=node.text("target", ""),
        explain=node.text("explain", ""),
        rubric=node.text("rubric", ""),
        rule=maybe_rule(node),
        source=node.text("source", ""),
        unsure=node.flag("unsure", False),
        survey=node.flag("survey", False),
    )


def maybe_rule(parent: Node) -> Rule | None:
    """The rule written under `rule`, or None. Raises SchemeError for an unsound one."""
    node = parent.maybe_node("rule")
    if node is None:
        return None
    made = _rule(node)
    node.done()
    return made


def _rule(node: Node) -> Rule:
    match node.one_of("kind", RULE_KINDS):
        case "target":
            return ByTarget(cast(Missed, node.one_of("missed", MISSED, "share")), _measure(node))
        case "tiers":
            return Tiers(_measure(node), _bands(node))
        case "deduct":
            return Deduct(
                measure=_measure(node),
                limit=node.number("limit"),
                side=cast(Side, node.one_of("side", SIDES)),
                step=_above_zero(node, "step"),
                points=_above_zero(node, "points"),
                steps=cast(Steps, node.one_of("steps", STEPS, "whole")),
            )
        case "share":
            measure = _measure(node)
            full = _above_zero(node, "full") if node.has("full") else Decimal(100)
            return Share(measure, full)
        case _:
            return Judge(_measure(node))


def _above_zero(node: Node, key: str) -> Decimal:
    value = node.number(key)
    if value <= 0:
        raise node.refuse("expected a number above 0", key)
    return value


def _measure(node: Node) -> Measure:
    made = Measure(
        formula=formula(node, "formula"),
        words=node.text("words", ""),
        unit=node.one_of("unit", MEASURE_UNITS, "%"),
        absolute=node.flag("absolute", False),
    )
    if made.formula and not made.words:
        raise node.refuse("expected the formula in words, too", "words")
    return made


def _bands(node: Node) -> tuple[Band, ...]:
    """Tiers from the best to the last, which takes all that is left."""
    bands = node.nodes("bands", _band)
    if len(bands) < 2:
        raise node.refuse("expected at least two tiers", "bands")
    for band in bands[:-1]:
        if band.otherwise:
            raise node.refuse("a tier without limits must be the last one", "bands")
    if not bands[-1].otherwise and not all(band.words and not _limits(band) for band in bands):
        raise node.refuse("the last tier must take all that is left: points alone", "bands")
    return bands


def _limits(band: Band) -> bool:
    return band.low is not None or band.high is not None


def _band(node: Node) -> Band:
    closed_low, open_low = node.maybe_number("at_least"), node.maybe_number("above")
    closed_high, open_high = node.maybe_number("at_most"), node.maybe_number("below")
    if None not in (closed_low, open_low) or None not in (closed_high, open_high):
        raise node.refuse("expected at_least or above, at_most or below, not both")
    low = closed_low if open_low is None else open_low
    high = closed_high if open_high is None else open_high
    band = Band(
        points=node.number("points"),
        low=low,
        low_open=open_low is not None,
        high=high,
        high_open=open_high is not None,
        words=node.texts("when", optional=True),
        label=node.text("label", ""),
    )
    if band.points < 0:
        raise node.refuse("expected 0 or more", "points")
    if low is not None and high is not None:
        empty = low > high or (low == high and (band.low_open or band.high_open))
        if empty:
            raise node.refuse(f"no figure lies between {low} and {high}")
    return band
