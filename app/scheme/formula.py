"""The one-line formula language: Python's arithmetic over cell addresses, everything else refused.

`sum(fiscal, carried)` · `actual / adjusted` · `spending.total.actual <= income.total.actual`
· `sum(project.each.money.total.executed)`. Numbers are Decimal. Blank (None) is not zero:
arithmetic with a blank is blank, `sum` skips blanks and is blank if all are, a division by zero
and a result beyond all bounds are blank, a comparison with a blank has no answer.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

Value = Decimal | None
Lookup = Callable[[str], "Value | tuple[Value, ...]"]
Run = Callable[[Lookup], Value]

FUNCTIONS = ("sum", "min", "max")
MAX_TEXT = 5_000  # characters of one formula
MAX_DEPTH = 100  # a + b + … nests once for each sign; Python's own stack ends near 1,000
LARGEST, SMALLEST = 300, -300  # powers of ten: far beyond money, far within Decimal
EACH = "each"  # project.each.x: that cell of every project; only inside a function

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.LtE: "<=",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.Gt: ">",
}


class FormulaError(ValueError):
    """The text is not a formula; the message says which part is not understood."""


@dataclass(frozen=True)
class Formula:
    """`frames` is how much of Python's stack computing it takes."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr = field(compare=False, repr=False)
    frames: int = field(default=1, compare=False, repr=False)

    @cached_property
    def run(self) -> Run:
        return _ready(self.tree, self.text)

    @cached_property
    def sides(self) -> tuple[Run, ...]:
        """Both sides of a comparison; none of anything else."""
        if not isinstance(self.tree, ast.Compare):
            return ()
        return tuple(_ready(one, self.text) for one in (self.tree.left, *self.tree.comparators))


@dataclass(frozen=True)
class Comparison:
    """Both sides of a checked relation; `holds` is None when a side is blank."""

    operator: str
    left: Value
    right: Value
    holds: bool | None


def parse(text: str, *, comparison: bool = False) -> Formula:
    """Read a formula; `comparison` demands exactly one comparison at the top.

    Raises FormulaError for anything that is not of the language.
    """
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise FormulaError(f"too long or too deeply nested: {text[:60]!r} …")
    return _parse(text, comparison)


# schemes that build on one another have most of their formulas in common
@lru_cache(maxsize=4_000)
def _parse(text: str, comparison: bool) -> Formula:
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"not a formula: {text!r}") from error
    if _depth(tree) > MAX_DEPTH:
        raise FormulaError(f"too long or too deeply nested: {text[:60]!r} …")
    names: list[str] = []
    if comparison:
        if not (isinstance(tree, ast.Compare) and len(tree.ops) == 1):
            raise FormulaError(f"expected one comparison (==, <=, >=, <, >): {text!r}")
        if type(tree.ops[0]) not in _COMPARISONS:
            raise FormulaError(f"comparison not understood: {text!r}")
        _admit(tree.left, text, names, inside_function=False)
        _admit(tree.comparators[0], text, names, inside_function=False)
    else:
        _admit(tree, text, names, inside_function=False)
    return Formula(text, tuple(dict.fromkeys(names)), tree, _frames(tree))


def _depth(tree: ast.expr) -> int:
    """How deep the tree is, found without recursion."""
    depth, layer = 0, list[ast.AST]([tree])
    while layer:
        depth += 1
        layer = [child for node in layer for child in ast.iter_child_nodes(node)]
    return depth


def _frames(tree: ast.expr) -> int:
    match tree:
        case ast.BinOp(left=left, right=right):
            return 1 + max(_frames(left), _frames(right))
        case ast.UnaryOp(operand=operand):
            return 1 + _frames(operand)
        case ast.Call(args=args):
            return 4 + max(_frames(arg) for arg in args)
        case _:
            return 1


def _admit(node: ast.expr, text: str, names: list[str], *, inside_function: bool) -> None:
    """Walk the tree and refuse every shape that the language does not have."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            _admit(left, text, names, inside_function=False)
            _admit(right, text, names, inside_function=False)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _admit(operand, text, names, inside_function=False)
        case ast.Constant(value=int() | float()) if _plain(node, text):
            pass
        case ast.Name() | ast.Attribute():
            name = _dotted(node, text)
            if EACH in name.split(".") and not inside_function:
                raise FormulaError(f"{name}: '{EACH}' needs a function around it: {text!r}")
            names.append(name)
        case ast.Call(func=ast.Name(id=function), args=args, keywords=[]) if function in FUNCTIONS:
            if not args:
                raise FormulaError(f"{function}() of nothing: {text!r}")
            for arg in args:
                _admit(arg, text, names, inside_function=True)
        case _:
            raise FormulaError(f"not understood: {ast.unparse(node)!r} in {text!r}")


def _plain(node: ast.expr, text: str) -> bool:
    """Digits as people write them: no True, 0x10, 1e9 or 1_000, and not without end."""
    return (
        re.fullmatch(r"\d{1,15}(\.\d{1,15})?", ast.get_source_segment(text, node) or "") is not None
    )


def _dotted(node: ast.expr, text: str) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{_dotted(value, text)}.{attr}"
        case _:
            raise FormulaError(f"not a cell: {ast.unparse(node)!r} in {text!r}")


def alone(formula: Formula) -> frozenset[str]:
    """The names that stand outside functions: each must mean one cell, not several."""
    found: set[str] = set()
    layer = [formula.tree]
    while layer:
        node = layer.pop()
        match node:
            case ast.Name() | ast.Attribute():
                found.add(_dotted(node, formula.text))
            case ast.Call(args=args):
                layer += [arg for arg in args if not isinstance(arg, ast.Name | ast.Attribute)]
            case ast.Compare(left=left, comparators=others):
                layer += [left, *others]
            case ast.BinOp(left=left, right=right):
                layer += [left, right]
            case ast.UnaryOp(operand=operand):
                layer.append(operand)
    return frozenset(found)


def evaluate(formula: Formula, lookup: Lookup) -> Value:
    """The value of a formula; `lookup` gives a cell's value, or a tuple for an `each` name."""
    return formula.run(lookup)


def compare(formula: Formula, lookup: Lookup, tolerance: Decimal = Decimal(0)) -> Comparison:
    """Both sides of a comparison and whether it holds within the tolerance."""
    tree = formula.tree
    if not isinstance(tree, ast.Compare):
        raise FormulaError(f"no comparison: {formula.text!r}")
    left, right = (side(lookup) for side in formula.sides)
    operator = _COMPARISONS[type(tree.ops[0])]
    if left is None or right is None:
        return Comparison(operator, left, right, None)
    gap = left - right
    holds = {
        "==": abs(gap) <= tolerance,
        "<=": gap <= tolerance,
        ">=": gap >= -tolerance,
        "<": gap < tolerance if tolerance else gap < 0,
        ">": gap > -tolerance if tolerance else gap > 0,
    }[operator]
    return Comparison(operator, left, right, holds)


def _ready(node: ast.expr, text: str) -> Run:
    """A formula made ready once: it is computed for each row of each table on each edit."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            first, second = _ready(left, text), _ready(right, text)
            return lambda lookup: _arithmetic(op, first(lookup), second(lookup))
        case ast.UnaryOp(operand=operand):
            inner = _ready(operand, text)
            return lambda lookup: None if (value := inner(lookup)) is None else -value
        case ast.Constant():
            # the digits as written: float would turn 0.1 into something else
            number = Decimal(ast.get_source_segment(text, node) or str(node.value))
            return lambda _: number
        case ast.Call(func=ast.Name(id=function), args=args):
            parts = [_ready_argument(arg, text) for arg in args]
            return lambda lookup: _function(function, [v for one in parts for v in one(lookup)])
        case _:
            name = _dotted(node, text)
            return lambda lookup: None if isinstance(v := lookup(name), tuple) else v


def _ready_argument(node: ast.expr, text: str) -> Callable[[Lookup], tuple[Value, ...]]:
    if isinstance(node, ast.Name | ast.Attribute):
        name = _dotted(node, text)
        return lambda lookup: v if isinstance(v := lookup(name), tuple) else (v,)
    single = _ready(node, text)
    return lambda lookup: (single(lookup),)


def _arithmetic(op: ast.operator, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    match op:
        case ast.Add():
            return _bounded(left + right)
        case ast.Sub():
            return _bounded(left - right)
        case ast.Mult():
            return _bounded(left * right)
        case _:
            return None if right == 0 else _bounded(left / right)


def _bounded(value: Decimal) -> Value:
    """Kept where Decimal never overflows, whatever formula is put upon which."""
    if value.adjusted() > LARGEST:
        return None
    return value if value.adjusted() >= SMALLEST else Decimal(0)


def _function(function: str, values: list[Value]) -> Value:
    filled = [value for value in values if value is not None]
    if not filled:
        return None
    match function:
        case "sum":
            return _bounded(sum(filled, Decimal(0)))
        case "min":
            return min(filled)
        case _:
            return max(filled)
