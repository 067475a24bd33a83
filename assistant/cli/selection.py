"""Documents and filters as people name them."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from assistant.errors import AssistantError
from corpus import Document
from indexing.blocks import BlockKind, Language
from indexing.passages import Filter

KINDS = tuple(kind.value for kind in BlockKind if kind is not BlockKind.LAYOUT)


class UnknownName(AssistantError):
    """A document, section or kind that isn't there."""


def find_document(name: str, documents: Sequence[Document]) -> Document:
    """The document that `name` means: an id, a file name, or the number that the file name begins with.

    Raises UnknownName.
    """
    wanted = name.strip().casefold()
    for document in documents:
        file = document.file.casefold()
        if wanted in (document.id.casefold(), file, file.removesuffix(".txt"), file.partition("_")[0]):
            return document
    ids = [document.id for document in documents]
    nearest = get_close_matches(wanted, ids, n=1)
    known = ", ".join(f"{document.id} ({document.file.partition('_')[0]})" for document in documents)
    hint = f"Did you mean {nearest[0]}? " if nearest else ""
    raise UnknownName(f"There is no document {name!r}.", f"{hint}Documents are: {known}.")


def make_filter(
    documents: Sequence[Document],
    names: Iterable[str] = (),
    kinds: Iterable[str] = (),
    languages: Iterable[Language] = (),
    section: str = "",
) -> Filter:
    """A filter of what people typed. Raises UnknownName."""
    return Filter(
        documents=frozenset(find_document(name, documents).id for name in names),
        kinds=frozenset(map(BlockKind, kinds)),
        languages=frozenset(languages),
        section=section,
    )


def nothing_there(only: Filter) -> UnknownName:
    """The error for a section filter that leaves nothing to search."""
    return UnknownName(
        f"No passage is in a section named {only.section!r} with these filters.",
        "medfm show DOC lists a document's sections.",
    )
