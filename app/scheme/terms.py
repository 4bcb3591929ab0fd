"""A formula as the sum that it is: which cells it adds and which it takes away.

Checks ask for it to name the line that a sum has gone wrong with.
"""

import ast
from dataclasses import dataclass
from functools import lru_cache

from app.scheme.formula import Formula


@dataclass(frozen=True)
class Term:
    """A cell's address as the formula writes it; `sign` is 1, or -1 where it is taken away."""

    sign: int
    name: str


Terms = tuple[Term, ...]


@lru_cache(maxsize=4000)
def terms(formula: Formula) -> Terms | None:
    """What a formula adds up, in its order; None for one that does anything else."""
    return _terms(formula.tree, 1)


@lru_cache(maxsize=1000)
def sides(formula: Formula) -> tuple[Terms, Terms] | None:
    """Both sides of a comparison as sums; None where one of them is no sum."""
    tree = formula.tree
    if not isinstance(tree, ast.Compare):
        return None
    left, right = _terms(tree.left, 1), _terms(tree.comparators[0], 1)
    return None if left is None or right is None else (left, right)


def _terms(node: ast.expr, sign: int) -> Terms | None:
    match node:
        case ast.Name() | ast.Attribute():
            return (Term(sign, ast.unparse(node)),)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _terms(operand, -sign)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([_terms(left, sign), _terms(right, sign)])
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _joined([_terms(left, sign), _terms(right, -sign)])
        case ast.Call(func=ast.Name(id="sum"), args=args):
            return _joined([_terms(arg, sign) for arg in args])
        case _:
            return None


def _joined(parts: list[Terms | None]) -> Terms | None:
    known = [part for part in parts if part is not None]
    return tuple(term for part in known for term in part) if len(known) == len(parts) else None
