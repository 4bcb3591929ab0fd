"""Reports as plain JSON values for the command line: stable keys, numbers as exact texts."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.domain.report import Finding, FormReport, Indicator, Report, Score
from app.domain.targets import Blank
from app.packs import Pack, Packs, Refused
from app.scheme.model import Cap

VERSION = 1


def score_answer(report: Report) -> dict[str, Any]:
    """Every form with its scores and reasons. Blank numbers are null; amounts in 元."""
    return {
        "format": "suanpan.score",
        "version": VERSION,
        "submission": _submission(report),
        "forms": [_form(form) for form in report.forms],
        "values": {address: number(value) for address, value in sorted(report.values.items())},
    }


def check_answer(report: Report) -> dict[str, Any]:
    """All findings and missing items, with the cells they are about."""
    findings = [_finding(found) for found in report.findings]
    open_levels = [found.level for found in report.findings if not found.kept]
    return {
        "format": "suanpan.check",
        "version": VERSION,
        "submission": _submission(report),
        "counts": {
            "error": open_levels.count("error"),
            "warning": open_levels.count("warning"),
            "note": open_levels.count("note"),
            "kept": len(findings) - len(open_levels),
            "missing": len(report.missing),
        },
        "findings": findings,
        "missing": [
            {"cell": item.cell, "tab": item.tab, "where": item.where, "label": item.label}
            for item in report.missing
        ],
    }


def schemes_answer(folders: Iterable[Path], found: Packs) -> dict[str, Any]:
    """The schemes that there are, and the packs that were refused with where and why."""
    return {
        "format": "suanpan.schemes",
        "version": VERSION,
        "folders": [str(folder) for folder in folders],
        "schemes": [_pack(pack) for pack in found.packs.values()],
        "refused": [_refused(one) for one in found.refused],
    }


def _refused(one: Refused) -> dict[str, Any]:
    return {
        "folder": str(one.folder),
        "file": one.file,
        "place": one.place,
        "expected": one.expected,
        "sentence": one.sentence,
    }


def _pack(pack: Pack) -> dict[str, Any]:
    scheme = pack.scheme
    return {
        "id": scheme.id,
        "title": scheme.title,
        "year": pack.year,
        "shipped": pack.shipped,
        "folder": "" if pack.shipped else str(pack.folder),
        "source": scheme.source,
        "about": scheme.about,
        "bases": list(scheme.bases),
        "hash": scheme.hash,
        "forms": [
            {"id": form.id, "title": form.title, "tab": form.tab, "many": form.many}
            for form in scheme.forms
        ],
    }


def _submission(report: Report) -> dict[str, Any]:
    submission = report.submission
    return {
        "id": submission.id,
        "unit": report.text("info.unit"),
        "year": submission.year,
        "scheme": report.scheme.id,
        "scheme_hash": report.scheme.hash,
    }


def number(value: Decimal | None) -> str | None:
    """An amount or a score as an exact text; blank is null."""
    return None if value is None else f"{value:f}"


def _form(form: FormReport) -> dict[str, Any]:
    return {
        "form": form.form.id,
        "prefix": form.prefix,
        "name": form.name,
        "execution": _execution(form),
        "weights": [
            {
                "level": group.level1.id,
                "heading": number(group.weight),
                "rows": number(group.rows),
                "agrees": group.agrees,
            }
            for group in form.weights
        ],
        "total_weight": number(form.total_weight),
        "total": number(form.total),
        "so_far": number(form.so_far),
        "grade": form.grade,
        "stated_total": number(form.stated_total),
        "indicators": [_indicator(row) for row in form.indicators],
        "scored": form.form.scored,
        "uncapped": number(form.uncapped),
        "cap": form.cap and {"below": number(form.cap.below), "at_most": number(form.cap.at_most)},
        "columns": [column.id for column in form.form.columns],
        "fields": dict(form.fields),
    }


def _cap(cap: Cap) -> dict[str, Any]:
    return {"below": number(cap.below), "at_most": number(cap.at_most)}


def _execution(form: FormReport) -> dict[str, Any] | None:
    """None for a form without an execution row."""
    execution, row = form.execution, form.form.execution
    if execution is None or row is None:
        return None
    return {
        "basis": execution.basis,
        "rate": number(execution.rate),
        "rate_adjusted": number(execution.rate_adjusted),
        "rate_initial": number(execution.rate_initial),
        "weight": number(row.weight),
        "stated_rate": execution.stated_rate,
        "score": _score(execution.score),
        "reason": execution.reason,
    }


def _indicator(row: Indicator) -> dict[str, Any]:
    return {
        "address": row.address,
        "level1": row.level1.id,
        "level2": row.level2.id,
        "number": row.number,
        "name": row.name,
        "target": "" if isinstance(row.target, Blank) else row.target.text,
        "actual": "" if isinstance(row.actual, Blank) else row.actual.text,
        "filler": row.filler,
        "weight": number(row.weight),
        "group_weight": number(row.group_weight),
        "group": list(row.group),
        "merged_score": row.merged_score,
        "reason": row.reason,
        "score": _score(row.score),
        "own": _score(row.own),
        "preset": row.preset.id if row.preset else "",
        "unsure": bool(row.preset and row.preset.unsure),
        "explain": row.explain,
        "rubric": row.rubric,
        "computed": row.computed,
        "working": row.figure.working if row.figure else "",
        "lacking": list(row.lacking),
        "adjusted": row.adjusted,
        "core": row.core,
        "coefficient": number(row.coefficient),
    }


def _score(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    because = score.because
    return {
        "branch": score.branch,
        "rule": number(score.rule),
        "given": number(score.given),
        "given_reason": score.given_reason,
        "stated": number(score.stated),
        "points": number(score.points),
        "low": number(score.low),
        "high": number(score.high),
        "because": {
            "rule": because.rule,
            "formula": because.formula,
            "working": because.working,
            "source": because.source,
            "change": because.change,
        },
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "level": found.level,
        "tab": found.tab,
        "where": found.where,
        "sentence": found.sentence,
        "todo": found.todo,
        "cells": list(found.cells),
        "left": found.left,
        "right": found.right,
        "difference": found.difference,
        "culprit": found.culprit,
        "kept": found.kept,
        "key": found.key,
    }
