"""The manual's chapters, read from `resources/manual`: what the window of it shows and finds."""

import re
from dataclasses import dataclass

from app.resources import resources

NAMES = (
    "first",
    "info",
    "ledgers",
    "publics",
    "projects",
    "overall",
    "findings",
    "export",
    "units",
    "grid",
    "typing",
    "settings",
    "schemes",
    "packs",
    "troubles",
    "questions",
)
# the chapter of the tab in front
OF_TAB = {
    "info": "info",
    "income_spending": "ledgers",
    "three_publics": "publics",
    "project": "projects",
    "overall": "overall",
    "findings": "findings",
    "export": "export",
}
_HEADING = re.compile(r"^(#{1,3}) +(.+?)\s*$")
_FENCE = "```"


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, up to the next one."""

    chapter: str
    level: int
    title: str
    text: str


@dataclass(frozen=True)
class Chapter:
    name: str
    text: str  # Markdown
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title


def chapter(name: str) -> Chapter:
    """One chapter. Raises KeyError for a name that is none of `NAMES`."""
    if name not in NAMES:
        raise KeyError(name)
    text = _joined((resources() / "manual" / f"{name}.md").read_text(encoding="utf-8"))
    return Chapter(name, text, tuple(_sections(name, text)))


def _joined(text: str) -> str:
    """A line of Chinese goes on in the next one without a blank between them."""
    parts = text.split(_FENCE)
    parts[::2] = [re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", part) for part in parts[::2]]
    return _FENCE.join(parts)


def chapters() -> tuple[Chapter, ...]:
    return tuple(map(chapter, NAMES))


def _sections(name: str, text: str) -> list[Section]:
    """Headings, but not the lines that begin with # in a quoted file."""
    found: list[tuple[int, str, list[str]]] = []
    quoted = False
    for line in text.splitlines():
        if line.startswith(_FENCE):
            quoted = not quoted
        heading = None if quoted else _HEADING.match(line)
        if heading:
            found.append((len(heading[1]), heading[2], []))
        elif found:
            found[-1][2].append(line)
    return [Section(name, level, title, "\n".join(lines)) for level, title, lines in found]


def find(words: str) -> tuple[Section, ...]:
    """The sections that say all of these words, in the order of the manual."""
    wanted = words.lower().split()
    if not wanted:
        return ()
    return tuple(
        section
        for one in chapters()
        for section in one.sections
        if all(word in f"{section.title}\n{section.text}".lower() for word in wanted)
    )
