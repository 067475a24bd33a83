"""Two stored runs, made by hand in the form that `medfm eval run` writes."""

import json
from pathlib import Path
from typing import Any


def write_runs(folder: Path) -> None:
    """Write `run-a` and, weaker, `run-b`."""
    write_run(folder / "run-a", value=0.8, answer="SciFive: 220M/770M [1]")
    write_run(folder / "run-b", value=0.5, answer="I don't know.")


def write_run(path: Path, value: float, answer: str) -> None:
    path.mkdir(parents=True)
    about = {"system": "medfm", "set": "dev", "settings": {"llm": "extractive"}, "started": "2026-01-01"}
    _json(path / "run.json", about)
    metrics = [
        _metric("citation_recall", "all", value, "higher"),
        _metric("citation_recall", "language=zh", value - 0.1, "higher"),
        _metric("wrong_refusals", "all", 0.1, "lower"),
    ]
    _json(path / "summary.json", {"system": "medfm", "set": "dev", "n": 2, "metrics": metrics})
    quote = {"document": "zhou-2024", "quote": "SciFive 220M/770M", "start": 17879, "end": 17922}
    question = {"id": "en-1", "question": "How big is SciFive?", "gold": [[quote]], "facts": ["220M"]}
    given = {"answer": answer, "citations": [{**quote, "n": 1, "spans": [[17879, 17922]]}]}
    _lines(path / "answers.jsonl", {"id": "en-1", "question": question, "answer": given, "error": None})
    _lines(path / "scores.jsonl", {"id": "en-1", "language": "en", "kind": "table", "scores": {"facts": 1.0},
                                   "unscored": []})  # fmt: skip


def _metric(name: str, part: str, value: float, direction: str) -> dict[str, Any]:
    return {"name": name, "slice": part, "n": 2, "value": value, "low": round(value - 0.1, 2),
            "high": round(value + 0.1, 2), "unscored": 0, "direction": direction}  # fmt: skip


def _json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value), encoding="utf-8")


def _lines(file: Path, *records: object) -> None:
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
