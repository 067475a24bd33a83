"""Documents: the texts of a manifest, checked against their hashes."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError

BUILT_IN = Path(__file__).parent / "manifest.toml"


@dataclass(frozen=True)
class Document:
    """One text of the manifest. Spans count code points of `text`, which is the file decoded as UTF-8."""

    id: str
    title: str
    authors: tuple[str, ...]
    year: int
    languages: tuple[str, ...]
    file: str
    sha256: str
    source: str
    rights: str
    text: str
    parallel_to: str | None = None

    @property
    def short_citation(self) -> str:
        """`Zhou et al. 2024`, `何宇霆等 2024`."""
        first = self.authors[0]
        if len(self.authors) == 1:
            return f"{first} {self.year}"
        if first.isascii():
            return f"{first.split()[-1]} et al. {self.year}"
        return f"{first}等 {self.year}"


def load_corpus(manifest: Path = BUILT_IN) -> tuple[Document, ...]:
    """Read the documents that `manifest` lists, in its order.

    Raises CorpusError when the manifest or a text is missing or malformed, or a text's SHA-256 differs.
    """
    entries = _read_manifest(manifest)
    documents = tuple(_read_document(manifest.parent, entry) for entry in entries)
    known = {document.id for document in documents}
    if len(known) < len(documents):
        raise CorpusError(f"{manifest.name} lists a document id twice.", "Give each document its own id.")
    for document in documents:
        if document.parallel_to is not None and document.parallel_to not in known:
            raise CorpusError(f"{document.id} is parallel to {document.parallel_to!r}, which is not listed.")
    return documents


def _read_manifest(manifest: Path) -> Sequence[dict[str, Any]]:
    try:
        with manifest.open("rb") as file:
            entries = tomllib.load(file).get("document", [])
    except OSError as error:
        raise CorpusError(f"The manifest {manifest} can't be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"The manifest {manifest} is not valid TOML: {error}.") from error
    if not entries:
        raise CorpusError(f"The manifest {manifest} lists no document.")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorpusError(f"The manifest {manifest} has a document that is no table.", "Write [[document]].")
    return entries


def _read_document(folder: Path, entry: dict[str, Any]) -> Document:
    name = entry.get("id", "?")
    _check_entry(name, entry)
    try:
        data = (folder / entry["file"]).read_bytes()
    except OSError as error:
        raise CorpusError(
            f"The text {entry['file']} of {name!r} can't be read: {error.strerror}.",
            "Install the package again.",
        ) from error
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise CorpusError(
            f"The text {entry['file']} of {name!r} differs from the manifest's SHA-256.",
            "Restore the file, or correct the manifest if the change is meant.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"The text {entry['file']} of {name!r} is not UTF-8.") from error
    lists = {key: tuple(entry[key]) for key in ("authors", "languages")}
    return Document(**{**entry, **lists}, text=text)


def _check_entry(name: object, entry: dict[str, Any]) -> None:
    expected = {field.name for field in fields(Document)} - {"text"}
    odd = sorted((expected - {"parallel_to"} - entry.keys()) | (entry.keys() - expected))
    if odd:
        raise CorpusError(f"Document {name!r} of the manifest: missing or unknown keys {', '.join(odd)}.")
    wrong = [key for key, value in entry.items() if not _is_fit(key, value)]
    if wrong:
        raise CorpusError(f"Document {name!r} of the manifest: wrong kind of value for {', '.join(wrong)}.")


def _is_fit(key: str, value: object) -> bool:
    if key == "year":
        return type(value) is int
    if key in ("authors", "languages"):
        return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)
