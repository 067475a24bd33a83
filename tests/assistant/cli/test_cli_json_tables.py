"""What the JSON says of tables, of other documents, and of a line's own k."""

import json
from dataclasses import replace

from assistant.answer import Question
from assistant.cli.jsonout import answer_json, hits_json
from assistant.cli.sources import Sources
from tests.assistant.cli.scripted import HITS, TinyStore, scripted


def test_a_table_is_named_alike_in_citations_and_passages() -> None:
    told = answer_json(scripted(Question("How big is SciFive?", "en")), Sources(TinyStore()))
    [row] = [passage for passage in told["passages"] if passage["kind"] == "table row"]
    assert told["citations"][0]["table"] == row["table"] == "Table 1"
    assert row["table_id"] == "tiny-2024:table-1"
    assert all(p["table"] is None and p["table_id"] is None for p in told["passages"] if p is not row)


def test_a_passage_is_also_in_other_documents_only() -> None:
    english, *_, chinese = (hit.passage for hit in HITS)
    hit = replace(HITS[0], twins=(chinese, english, chinese))
    [told] = hits_json([hit], Sources(TinyStore()))
    assert told["also_in"] == ["wei-2024"]


def test_a_line_has_no_flags(assistant, medfm, tmp_path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(
        "".join(json.dumps({"question": "list", "k": k}) + "\n" for k in (0, "many", 2.5, [3], "4"))
    )
    *bad, good = medfm("ask", "--batch", str(file)).lines
    assert [line["error"] for line in bad] == [
        f"k must be a whole number from 1 to 50, not {k}." for k in ("0", "'many'", "2.5", "[3]")
    ]
    assert "answer" in good and assistant.asked[0].count == 4
