"""`medfm index`: build it, tell what it holds, check it."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict

from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.progress import Progress
from assistant.settings import Settings
from corpus import load_corpus
from indexing.errors import IndexUnfit

_SEARCHES = {
    "flat": "searched exactly, as there are few",
    "hnsw": "searched through a graph (HNSW)",
    "ivf-pq": "searched in compressed lists (IVF-PQ), as there are many",
}


def run(parsed: Namespace, console: Console) -> int:
    """Do what `action` says. 0 when the index is there and fits, else 2."""
    actions: dict[str, Callable[[Settings, Console, bool], int]] = {
        "build": _build,
        "status": _status,
        "verify": _verify,
    }
    return actions[parsed.action](settings_of(parsed), console, parsed.json)


def _build(settings: Settings, console: Console, as_json: bool) -> int:
    from assistant import library

    with Progress(console) as progress:
        library.build(settings, progress)
    return _tell(settings, console, as_json, problem=None)


def _status(settings: Settings, console: Console, as_json: bool) -> int:
    from assistant import library
    from indexing.embedders import load_embedder
    from indexing.status import check_fit

    problem = None
    try:
        embedder = load_embedder(settings.embedder).name
        path, remedy = library.index_path(settings), library.remedy(settings)
        check_fit(path, load_corpus(), embedder, settings.index_hash, remedy)
    except IndexUnfit as error:
        problem = error
    code = _tell(settings, console, as_json, problem)
    if problem is not None:
        raise problem
    return code


def _tell(settings: Settings, console: Console, as_json: bool, problem: IndexUnfit | None) -> int:
    from assistant import library
    from indexing.status import describe

    report = describe(library.index_path(settings))
    if as_json:
        fits = {"fits": problem is None, "problem": str(problem) if problem else None}
        console.json({**asdict(report), "path": str(report.path), **fits})
        return 0
    console.line(f"index       {report.path}")
    console.line(f"built       {report.created}, {sum(report.sizes.values()) / 1e6:.1f} MB")
    console.line(f"embedder    {report.embedder}, {report.dimension} dimensions")
    console.line(f"passages    {report.passages:,} in {report.windows:,} windows")
    search = f"{_SEARCHES[report.vectors]}, recall@10 {report.recall:.3f}"
    console.line(f"vectors     {search}, {report.vector_memory / 1e6:.1f} MB")
    console.line(f"settings    {report.settings} · fingerprint {report.fingerprint[:12]}")
    console.line(f"versions    {', '.join(f'{name} {number}' for name, number in report.versions.items())}")
    for document in report.documents:
        blocks, passages = sum(document.blocks.values()), sum(document.passages.values())
        parts = f"{blocks:,} blocks, {passages:,} passages, {document.tables} tables"
        console.line(f"  {document.id:20}{parts}, {document.references} references")
    if problem is None:
        console.line("It fits the texts and the settings.")
    return 0


def _verify(settings: Settings, console: Console, as_json: bool) -> int:
    from assistant import library
    from indexing.embedders import load_embedder
    from indexing.status import verify

    path = library.index_path(settings)
    embedder = load_embedder(settings.embedder).name
    problems = verify(path, load_corpus(), embedder, settings.index_hash)
    if as_json:
        console.json({"path": str(path), "sound": not problems, "problems": problems})
    elif problems:
        for problem in problems:
            console.line(f"- {problem}")
    else:
        console.line(f"The index at {path} is sound and fits the texts and the settings.")
    if problems:
        console.note(f"medfm: The index at {path} is not sound. {library.remedy(settings)}")
    return 2 if problems else 0
