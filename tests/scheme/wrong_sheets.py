"""Wrong columns of the indicators and wrong sheets.

Rows of tests/scheme/test_wrong_schemes.py: file, old text, new text, the refusal.
"""

P, OVERALL = "project.toml", "overall.toml"

COLUMNS = [
    (P, 'id = "name", label = "三级', 'id = "rubric", label = "三级', "column: expected 'name'"),
    (P, 'id = "actual"', 'id = "adjusted"', "column: expected 'actual'"),
    (P, 'id = "weight"', 'id = "core"', "column: expected 'weight' and 'score', or neither"),
    (P, 'id = "score"', 'id = "coefficient"', "column: expected 'weight' and 'score', or neither"),
    (P, 'id = "target"', 'id = "sign"', "column: expected all of sign, number, measure"),
    (P, 'id = "reason"', 'id = "measure"', "column: expected all of sign, number, measure"),
    (P, 'at = "B"', 'at = "J"', "column level1.at: expected a column from A to I"),
    (P, 'at = "B"', 'at = "b"', "column level1.at: expected a column from A to I"),
    (P, 'at = "B"', 'at = ""', "column level1.at: expected a column from A to I"),
    (P, 'at = "B"', 'at = "C"', "column: expected a column of its own for each part"),
    (P, 'at = "B"', 'at = "A"', "sheet part 1.group: no column left of the indicators"),
    (P, "width = 10", "width = 0", "column level1.width: expected a whole number from 1 to 200"),
    (P, "width = 10", "width = 1.5", "column level1.width: expected a whole number from 1 to 200"),
    (P, "column = [\n", "column = []\nold = [\n", "top: unexpected 'old'"),
]
SHEETS = [
    (P, '["B3:I3", "{name}"', '["B3:I3", "{nmae}"', "sheet part 0.cells: no such cell: {nmae}"),
    (P, "{money.other.initial}", "{money.other.first}", "no such cell: {money.other.first}"),
    (P, "{money.other.initial}", "{project.p1.money.other.initial}", "no such cell: {project.p1."),
    (P, "{info.phone}", "{info.fax}", "sheet part 2.cells: no such cell: {info.fax}"),
    (P, "{info.phone}", "{info.phone", "sheet part 2.cells: expected braces in pairs"),
    (P, "{info.phone}", "info.phone}", "sheet part 2.cells: expected braces in pairs"),
    (P, "{remarks}", "{row.name}", "sheet part 2.cells: no such cell: {row.name}"),
    (P, 'name = "{name}"', 'name = "{nmae}"', "sheet.name: no such cell: {nmae}"),
    (P, 'name = "{name}"', 'name = "{name"', "sheet.name: expected braces in pairs"),
    (
        OVERALL,
        "{income.fund.initial}",
        "{income.funds.initial}",
        "no such cell: {income.funds.initial}",
    ),
    (P, '["B4:D4"', '["B4:E4"', "sheet part 0.cells[6]: E4 covers B4:E4"),
    (P, '["B4:D4"', '["B4:J4"', "sheet part 0.cells[5]: B4:J4 is outside the 9 columns"),
    (P, '["B4:D4"', '["D4:B4"', "cells[5]: D4:B4 is outside the 9 columns or runs backwards"),
    (P, '["A5:A9"', '["A9:A5"', "cells[8]: A9:A5 is outside the 9 columns or runs backwards"),
    (P, '["A3", ', '["3A", ', "cells[2]: expected a cell or range like A1:B2, found '3A'"),
    (P, '["A3", ', '["A0", ', "cells[2]: expected a cell or range like A1:B2, found 'A0'"),
    (P, '["A3", ', '["A100", ', "cells[2]: expected a cell or range like A1:B2, found 'A100'"),
    (P, '["A3", "项目支出名称", "label"]', '["A3", "x"]', 'cells[2]: expected ["A1:B2", "text", "'),
    (P, '"subtitle"', '"small"', "sheet part 0.cells[1]: unknown style 'small' … title"),
    (P, "tall = [11]", "tall = [13]", "sheet part 0.tall: no such row: 13"),
    (P, "tall = [11]", "tall = [0]", "sheet part 0.tall: expected a list of numbers above 0"),
    (P, "widths = [11, ", "widths = [201, ", "sheet.widths: expected at most 26 columns, each at"),
    (
        P,
        '[[sheet.part]]\nkind = "indicators"\ngroup = "绩效指标"\n',
        "",
        "sheet.part: expected one part of indicators",
    ),
    (
        P,
        'kind = "indicators"',
        'kind = "indicators"\n[[sheet.part]]\nkind = "indicators"',
        "sheet.part: expected one part of indicators",
    ),
    (
        P,
        'kind = "indicators"\n',
        'kind = "fixed"\ncells = []\n',
        "sheet part 1.cells: expected cells",
    ),
    (
        P,
        'kind = "indicators"\ngroup = "绩效指标"\n',
        'kind = "list"\ntable = "money"\nlist = "more"\ncells = [["A2", "", "text"]]\n',
        "sheet part 1.cells: expected cells of row 1 only",
    ),
    (
        P,
        'kind = "indicators"\ngroup = "绩效指标"\n',
        'kind = "indicators"\n[[sheet.part]]\nkind = "list"\ntable = "money"\nlist = "more"\n'
        'cells = [["A1", "", "text"]]\n',
        "sheet part 2: no such list: money.more",
    ),
    (P, '"{department}"', '""', "fields department: expected a place on the sheet for it"),
    (P, '"{goal_actual}"', '""', "fields goal_actual: expected a place on the sheet for it"),
]
