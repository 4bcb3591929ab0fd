"""Wrong scoring rules, written at a second level and at the execution rate.

Rows of tests/scheme/test_wrong_schemes.py: file, old text, new text, the refusal.
"""

P = "project.toml"

# what stands under [execution] or a second level as `rule`, and where it is refused
EXECUTION_RULES = [
    ("5", ".rule: expected a table, found 5"),
    ('{ kind = "judge" }', ".rule: expected a rule over the execution rate"),
    (
        '{ kind = "share", formula = "spending.total.actual", words = "支出" }',
        ".rule: expected a rule over the execution rate",
    ),
    (
        '{ kind = "tiers", bands = [{ at_least = 90, points = 9 }, { points = 0 }] }',
        ".rule: the best tier gives 9 points, expected 10",
    ),
    (
        '{ kind = "deduct", limit = 100, side = "below", step = 1, points = 11 }',
        ".rule: takes 11 off at once, more than 10",
    ),
]
LEVEL_RULES = [
    ("{ kind = 5 }", ".kind: expected a text, found 5"),
    ('{ kind = "tier" }', ".kind: unknown 'tier'; expected one of target, tiers, deduct, share"),
    ("{ }", ": expected 'kind' (a text)"),
    ('{ kind = "judge", full = 5 }', ": unexpected 'full'; expected one of absolute, formula"),
    (
        '{ kind = "target", missed = "all" }',
        ".missed: unknown 'all'; expected one of share, nothing",
    ),
    ('{ kind = "share", full = 0 }', ".full: expected a number above 0"),
    ('{ kind = "share", full = -1 }', ".full: expected a number above 0"),
    ('{ kind = "share", unit = "元" }', ".unit: unknown '元'; expected one of %,"),
    ('{ kind = "share", absolute = 1 }', ".absolute: expected true or false"),
    ('{ kind = "share", formula = "1 +", words = "数" }', ".formula: expected a formula: not a"),
    (
        '{ kind = "share", formula = "info.staff_actual" }',
        ".words: expected the formula in words, too",
    ),
]
DEDUCT = 'kind = "deduct", limit = 100, side = "above", step = 1, points = 0.5'
DEDUCTIONS = [  # a part of a deduction, what it is made into
    ("limit = 100, ", "", ": expected 'limit' (a number)"),
    ('"above"', '"over"', ".side: unknown 'over'; expected one of above, below, both"),
    ("step = 1", "step = 0", ".step: expected a number above 0"),
    ("step = 1", "step = -1", ".step: expected a number above 0"),
    ("points = 0.5", "points = 0", ".points: expected a number above 0"),
    ("points = 0.5", 'points = "1"', ".points: expected a number, found '1'"),
    (
        "step = 1",
        'step = 1, steps = "all"',
        ".steps: unknown 'all'; expected one of whole, started",
    ),
]
TIERS = [  # the tiers of a rule
    ("", ".bands: expected at least two tiers"),
    ("{ points = 0 }", ".bands: expected at least two tiers"),
    ("5", ".bands[0]: expected a table"),
    ("{ at_least = 90 }, { points = 0 }", " bands 0: expected 'points' (a number)"),
    (
        "{ points = 9 }, { at_least = 90, points = 0 }",
        ".bands: a tier without limits must be the last",
    ),
    (
        "{ at_least = 90, points = 9 }, { at_least = 80, points = 0 }",
        ".bands: the last tier must take all that is left: points alone",
    ),
    (
        '{ when = ["有"], points = 9 }, { at_most = 0, points = 0 }',
        ".bands: the last tier must take all that is left: points alone",
    ),
    (
        "{ at_least = 90, above = 90, points = 9 }, { points = 0 }",
        " bands 0: expected at_least or above, at_most or below, not both",
    ),
    (
        "{ at_most = 0, below = 0, points = 9 }, { points = 0 }",
        " bands 0: expected at_least or above, at_most or below, not both",
    ),
    ("{ at_least = 90, points = -1 }, { points = 0 }", " bands 0.points: expected 0 or more"),
    (
        "{ at_least = 90, below = 90, points = 9 }, { points = 0 }",
        " bands 0: no figure lies between 90 and 90",
    ),
    (
        "{ at_least = 90, at_most = 80, points = 9 }, { points = 0 }",
        " bands 0: no figure lies between 90 and 80",
    ),
    ('{ when = "有", points = 9 }, { points = 0 }', " bands 0.when: expected a list of texts"),
    ("{ over = 90, points = 9 }, { points = 0 }", " bands 0: unexpected 'over'"),
    ("{ at_least = 90, points = 0 }, { points = 0 }", "bands"),
]
LEVEL = 'label = "数量指标" }'
PLACE = "level output level2 quantity"
RULES = [
    *(
        (P, "[execution]\n", f"[execution]\nrule = {rule}\n", f"execution{words}")
        for rule, words in EXECUTION_RULES
    ),
    *(
        (P, LEVEL, f'label = "数量指标", rule = {rule} }}', f"{PLACE}.rule{words}")
        for rule, words in [
            *LEVEL_RULES,
            *((f"{{ {DEDUCT.replace(old, new)} }}", words) for old, new, words in DEDUCTIONS),
            *((f'{{ kind = "tiers", bands = [{bands}] }}', words) for bands, words in TIERS[:-1]),
        ]
    ),
    (
        P,
        LEVEL,
        f'label = "数量指标", rule = {{ kind = "tiers", bands = [{TIERS[-1][0]}] }} }}',
        "level2 quantity.rule: the best tier gives 0 points, expected more than 0",
    ),
    (
        P,
        LEVEL,
        'label = "数量指标", rule = { kind = "share", formula = "info.staff", words = "人数" } }',
        "level2 quantity.rule: no such cell: info.staff",
    ),
]
