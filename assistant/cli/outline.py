"""The sections of a document, read off its blocks, and the search for one of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import Span
from indexing.analysis import normalise
from indexing.blocks import Block, BlockKind

Path = tuple[str, ...]
_LABEL = re.compile(r"[ivxlcdm]+|[0-9]+(?:\.[0-9]+)*|[a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """A section path with the bounds of what stands in it, deeper sections included."""

    path: Path
    span: Span

    @property
    def title(self) -> str:
        return self.path[-1]

    def holds(self, other: "Section") -> bool:
        return other.path[: len(self.path)] == self.path


def outline(blocks: Iterable[Block], text: str) -> tuple[Section, ...]:
    """The sections of a document in text order."""
    bounds: dict[Path, Span] = {}
    for block in blocks:
        path = path_of(block, text)
        for depth in range(1, len(path) + 1):
            before = bounds.get(path[:depth], Span(block.start, block.end))
            bounds[path[:depth]] = Span(min(before.start, block.start), max(before.end, block.end))
    sections = [Section(path, span) for path, span in bounds.items()]
    return tuple(sorted(sections, key=lambda section: (section.span.start, len(section.path))))


def find_sections(sections: Sequence[Section], wanted: str) -> tuple[Section, ...]:
    """The sections that `wanted` means: a label (`4.2`), a whole title, or else a part of one; of a section
    and those inside it that all match, the outer one."""
    wanted = re.sub(r"\s*[>›]\s*", " > ", normalise(wanted).strip())
    tests = [_is_label, _is_title, _is_part]
    for test in tests:
        found = [section for section in sections if test(section, wanted)]
        if found:
            return tuple(s for s in found if not any(other is not s and other.holds(s) for other in found))
    return ()


def path_of(block: Block, text: str) -> Path:
    """The section that a block belongs to; a heading belongs to the one that it opens."""
    if block.kind is not BlockKind.HEADING:
        return block.section
    title = " ".join(text[block.start : block.end].split()).lstrip("# ").strip("*")
    return (*block.section, title) if title else block.section


def _is_label(section: Section, wanted: str) -> bool:
    if not _LABEL.fullmatch(wanted):
        return False
    return re.match(rf"{re.escape(wanted)}(?![0-9a-z])(?!\.[0-9])", normalise(section.title)) is not None


def _is_title(section: Section, wanted: str) -> bool:
    title = normalise(section.title)
    return wanted in (title, re.sub(r"^[0-9ivxlcdm.a-z]{1,6}[.)]?\s+", "", title))


def _is_part(section: Section, wanted: str) -> bool:
    return bool(wanted) and wanted in normalise(" > ".join(section.path))
