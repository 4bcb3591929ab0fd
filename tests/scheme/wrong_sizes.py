"""Figures, texts and lists beyond what a file of a scheme may hold, and names that lead out of it.

Rows of tests/scheme/test_wrong_schemes.py: file, old text, new text, the refusal.
"""

S, P, INCOME = "scheme.toml", "project.toml", "income.toml"

BOUNDS = [
    (S, "low = 0.8", "low = 0.0000000000008", "tier reached.low: expected at most 12 digits"),
    (
        S,
        "over_prompt = 1.3",
        "over_prompt = 1e12",
        "scoring.over_prompt: expected at most 12 digits",
    ),
    (S, 'hint = "机构编制', 'hint = "\\u200b机构编制', "field[6].hint: invisible character U+200B"),
    (S, 'hint = "机构编制', f'hint = "{"长" * 5001}', "field[6].hint: expected at most 5000 char"),
    (P, "indent = 1", "indent = 10", "rows fiscal.indent: expected a whole number from 0 to 9"),
    (P, "indent = 1", "indent = 0.5", "rows fiscal.indent: expected a whole number from 0 to 9"),
    (
        P,
        "required = true },",
        "required = true, limit = -1 },",
        "fields name.limit: expected a whole",
    ),
    (S, '"three_counts",', '"../income",', "tables: expected a lower-case word, found '../income'"),
    (S, '"overall"]', '"Overall"]', "forms: expected a lower-case word, found 'Overall'"),
    (INCOME, "rows = [", f"rows = [{'{},' * 501}", "rows: expected at most 500 items"),
    (P, "cells = [", f"cells = [{'[],' * 2001}", "sheet part 0.cells: expected at most 2000 items"),
]
