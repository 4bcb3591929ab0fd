"""Where an error happened, without a word that anyone typed: what the log may hold of it.

The message of an exception and the names of files on this computer may hold anything, so neither
is taken over. What is left is the kind of error, places in our own code, and of some errors a word
or number from a list. Nothing heavy is imported: this is loaded at the start.
"""

import builtins
import errno
import re
from collections.abc import Iterator
from pathlib import PurePath
from types import CodeType, TracebackType

DEEP = 40  # places of one error; of more, the outermost and the innermost are told
CHAIN = 5  # errors behind an error
OUTSIDE = "<other>"
PROBLEM_KINDS = frozenset(
    {
        # of storage
        *("damaged", "newer", "read-only", "full", "locked", "missing", "not-ours", "exists"),
        *("sealed", "changed", "password", "lost", "too-long"),
        # of files that are written
        *("in-use", "name", "taken", "device", "source"),
    }
)
# of ASCII; compiled where they are needed: most starts have nothing to tell
_NAME = r"[A-Za-z_]\w{0,80}|<(?:lambda|module|\w+comp|genexpr)>"
_FOLDER = r"[A-Za-z_]\w{0,60}"
_FILE = r"[\w.-]{1,80}\.py[w]?"
_SQLITE = r"SQLITE_[A-Z_]{2,60}"
# what Python itself says; a group is told where it is a name in the code that failed
_OWN_WORDS = (
    (r"list index out of range", "list index out of range"),
    (r"tuple index out of range", "tuple index out of range"),
    (r"string index out of range", "string index out of range"),
    (r"pop from empty list", "pop from empty list"),
    (r"division by zero", "division by zero"),
    (r"dictionary changed size during iteration", "dictionary changed size"),
    (r"maximum recursion depth exceeded.*", "maximum recursion depth exceeded"),
    (r"Internal C\+\+ object .* already deleted\.", "C++ object already deleted"),
    (r"'(\w+)' object has no attribute '(\w+)'", "{} has no attribute {}"),
    (r"'(\w+)' object is not (?:\w+)", "{} cannot be used so"),
    (r"unsupported operand .*: '(\w+)' and '(\w+)'", "{} and {} do not go together"),
    (r".* got an unexpected keyword argument '(\w+)'", "unexpected argument {}"),
    (r".* missing \d+ required .*", "arguments are missing"),
    (r".* takes .* positional arguments? but .*", "too many arguments"),
    (r"cannot access local variable '(\w+)' .*", "no value yet: {}"),
    (r"name '(\w+)' is not defined", "not defined: {}"),
)


def plain_trace(error: BaseException) -> list[str]:
    """The error, its places from the outermost in, then the errors behind it."""
    lines: list[str] = []
    for one in _chain(error):
        lines.append(_kind(one))
        lines += [f"  {place}" for place in _shortened(list(places(one.__traceback__)))]
    return lines


def place_of(error: BaseException) -> str:
    """What tells one bug from another: its kind and the innermost place in our code."""
    ours = [one for one in places(error.__traceback__) if one.startswith("app/")]
    return f"{name_of(type(error))} {ours[-1] if ours else OUTSIDE}"


def places(trace: TracebackType | None) -> Iterator[str]:
    """file:line function of each frame, the outermost first."""
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{plain_file(code.co_filename)}:{trace.tb_lineno} {_function(code)}"
        trace = trace.tb_next


def plain_file(name: str) -> str:
    """A source file of ours from `app/` on, one of a library from its package on, or the bare name
    of another; never a folder of this computer."""
    path = PurePath(name.replace("\\", "/"))
    if path.is_relative_to(_HERE):
        parts = ("app", *path.relative_to(_HERE).parts)
    elif "site-packages" in path.parts:
        parts = path.parts[path.parts.index("site-packages") + 1 :]
    else:
        parts = path.parts[-1:]
    plain = all(re.fullmatch(_FOLDER, one, re.A) for one in parts[:-1])
    return "/".join(parts) if plain and parts and re.fullmatch(_FILE, parts[-1], re.A) else OUTSIDE


def name_of(kind: type) -> str:
    return _plain(kind.__name__)


def _function(code: CodeType) -> str:
    return _plain(code.co_name)


def _plain(name: str) -> str:
    return name if re.fullmatch(_NAME, name, re.A) else "?"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen and len(seen) < CHAIN:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= DEEP:
        return lines
    return [*lines[: DEEP // 2], f"… {len(lines) - DEEP}", *lines[-DEEP // 2 :]]


def _kind(error: BaseException) -> str:
    told = _detail(error)
    return f"{name_of(type(error))}: {told}" if told else name_of(type(error))


def _detail(error: BaseException) -> str:
    """What is safe to tell of an error besides its kind; blank for most."""
    kind = getattr(error, "kind", None)
    if isinstance(kind, str) and kind in PROBLEM_KINDS:
        return kind
    name = getattr(error, "sqlite_errorname", None)
    if isinstance(name, str) and re.fullmatch(_SQLITE, name, re.A):
        return name
    if isinstance(error, OSError):
        number = getattr(error, "winerror", None) or error.errno
        return errno.errorcode.get(error.errno or 0, "") or (
            str(number) if isinstance(number, int) else ""
        )
    return _own_words(error)


def _own_words(error: BaseException) -> str:
    """What Python said itself, in words of ours."""
    if type(error).__module__ != "builtins" or len(error.args) != 1:
        return ""
    said = error.args[0]
    if not isinstance(said, str) or len(said) > 400:
        return ""
    for pattern, told in _OWN_WORDS:
        if found := re.fullmatch(pattern, said, re.A):
            return told.format(*(_known(word, error) for word in found.groups()))
    return ""


def _known(word: str, error: BaseException) -> str:
    """A word where it is a name in the code that failed, or Python's own; “?” elsewhere."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    own = hasattr(builtins, word) or word == "NoneType"
    if own or trace is None:
        return word if own else "?"
    code = trace.tb_frame.f_code
    return word if word in {*code.co_names, *code.co_varnames, *code.co_freevars} else "?"


_HERE = PurePath(place_of.__code__.co_filename.replace("\\", "/")).parent  # app/, built or not
