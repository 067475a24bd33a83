"""Loading the texts of a manifest: what they must be, and what is said when they are not."""

import hashlib
from pathlib import Path

import pytest

from corpus import Document, Span, load_corpus, quote
from corpus.errors import CorpusError, MedfmError

TEXT = "Foundation models are large.\n基础模型很大。\r\n"


def entry(file_bytes: bytes = TEXT.encode(), **changed: object) -> str:
    """A document of a manifest as TOML; None leaves a key out."""
    values: dict[str, object] = {
        "id": "lee-2024",
        "title": "A survey",
        "authors": ["Ada Lee"],
        "year": 2024,
        "languages": ["en"],
        "file": "lee.txt",
        "sha256": hashlib.sha256(file_bytes).hexdigest(),
        "source": "made by hand",
        "rights": "none",
        **changed,
    }
    lines = [f"{key} = {value!r}" for key, value in values.items() if value is not None]
    return "\n".join(["[[document]]", *lines, ""]).replace("= True", "= true")


@pytest.fixture
def load(tmp_path: Path):
    """Loads a manifest of these entries beside the files."""

    def run(*entries: str, files: dict[str, bytes] | None = None) -> tuple[Document, ...]:
        for name, data in (files or {"lee.txt": TEXT.encode()}).items():
            (tmp_path / name).write_bytes(data)
        manifest = tmp_path / "manifest.toml"
        manifest.write_text("\n".join(entries), encoding="utf-8")
        return load_corpus(manifest)

    return run


def test_a_text_is_loaded_to_the_letter(load):
    [document] = load(entry())
    assert document.text == TEXT
    assert document.authors == ("Ada Lee",)
    assert document.languages == ("en",)
    assert document.parallel_to is None
    # Spans count characters, not bytes, and a line break keeps the form it has.
    assert quote(document.text, [Span(0, 10), Span(29, 33), Span(36, 38)]) == "Foundation基础模型\r\n"


def test_documents_keep_the_manifests_order(load):
    found = load(entry(id="b", parallel_to="a"), entry(id="a"), entry(id="c"))
    assert [(document.id, document.parallel_to) for document in found] == [
        ("b", "a"),
        ("a", None),
        ("c", None),
    ]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (["Ada Lee"], "Ada Lee 2024"),
        (["Ada M. Lee", "Bo Li"], "Lee et al. 2024"),
        (["何宇霆"], "何宇霆 2024"),
        (["何宇霆", "李四"], "何宇霆等 2024"),
    ],
)
def test_short_citations_in_both_languages(load, authors, expected):
    [document] = load(entry(authors=authors))
    assert document.short_citation == expected


@pytest.mark.parametrize(
    ("entries", "files", "says"),
    [
        ([entry()], {"lee.txt": b"tampered with"}, r"lee\.txt of 'lee-2024' differs .*SHA-256"),
        ([entry()], {"lee.txt": TEXT.replace("\r\n", "\n").encode()}, "SHA-256"),
        ([entry()], {"other.txt": b""}, r"lee\.txt of 'lee-2024' can't be read: No such file"),
        ([entry("基础".encode("gbk"))], {"lee.txt": "基础".encode("gbk")}, "not UTF-8"),
        (["[[document]\nid ="], None, "not valid TOML"),
        ([""], None, "lists no document"),
        (["document = []"], None, "lists no document"),
        ([entry(yaer=2024)], None, "'lee-2024'.*unknown keys yaer"),
        ([entry(year=None)], None, "'lee-2024'.*missing or unknown keys year"),
        ([entry(id=None)], None, "missing or unknown keys id"),
        ([entry(text="smuggled in")], None, "unknown keys text"),
        ([entry(), entry()], None, "id twice"),
        ([entry(parallel_to="nobody")], None, "parallel to 'nobody'"),
        ([entry(authors=[])], None, "'lee-2024'.*authors"),
        ([entry(authors="Ada Lee")], None, "'lee-2024'.*authors"),
        ([entry(year="2024")], None, "'lee-2024'.*year"),
        ([entry(year=True)], None, "'lee-2024'.*year"),
        ([entry(languages=["en", 3])], None, "'lee-2024'.*languages"),
        ([entry(title=3, rights=[])], None, "'lee-2024'.*title, rights"),
        (["document = 3"], None, "document that is no table"),
        (["document = ['lee']"], None, "document that is no table"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(load, entries, files, says):
    with pytest.raises(CorpusError, match=says) as caught:
        load(*entries, files=files)
    assert "\n" not in caught.value.message
    assert isinstance(caught.value, MedfmError) and not caught.value.retriable


def test_a_manifest_that_is_not_there(tmp_path):
    with pytest.raises(CorpusError, match=r"manifest\.toml can't be read"):
        load_corpus(tmp_path / "manifest.toml")


def test_a_manifest_that_is_not_utf_8(tmp_path):
    (tmp_path / "manifest.toml").write_bytes(entry(title="基础").encode("gbk"))
    with pytest.raises(CorpusError, match=r"manifest\.toml is not valid TOML"):
        load_corpus(tmp_path / "manifest.toml")


def test_the_remedy_follows_the_message():
    assert str(CorpusError("It is torn.", "Mend it.")) == "It is torn. Mend it."
    assert str(CorpusError("It is torn.")) == "It is torn."


def test_the_five_surveys_are_what_they_are_said_to_be():
    documents = load_corpus()
    assert len(documents) == 5
    assert {language for document in documents for language in document.languages} == {"en", "zh"}
    for document in documents:
        assert hashlib.sha256(document.text.encode()).hexdigest() == document.sha256
        assert len(document.text) > 50_000
