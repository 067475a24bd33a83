"""The LangChain retriever, runnable and tool, on the real index; the documented example runs."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from langchain_core.documents import Document
from pydantic import ValidationError

from assistant.answer import Answer
from assistant.cli.jsonout import answer_text
from assistant.cli.selection import UnknownName
from assistant.errors import BadQuestion
from assistant.langchain import SurveyRetriever, ask_runnable, ask_tool
from assistant.pipeline import Assistant
from assistant.settings import Settings
from indexing.passages import Filter

ROOT = Path(__file__).parents[2]
QUESTION = "How big is SciFive?"
QUESTIONS = ["Which models read chest X-rays?", "哪些模型能读胸部X光片？"]


@pytest.fixture(scope="module")
def assistant(built_home: Path) -> Assistant:
    return Assistant.open(Settings(home=built_home, k=5))


class TestExample:
    def test_the_documented_example_runs(self, built_home, monkeypatch, capsys) -> None:
        monkeypatch.setenv("MEDFM_HOME", str(built_home))
        page = (ROOT / "docs" / "langchain.md").read_text(encoding="utf-8")
        [example] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
        assert len(example.splitlines()) <= 10
        exec(compile(example, "docs/langchain.md", "exec"), {})
        *passages, answer = capsys.readouterr().out.splitlines()
        assert len(passages) >= 4
        assert "[1]" in answer


class TestSurveyRetriever:
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_content_is_the_source_and_metadata_say_where(self, assistant, question) -> None:
        found = SurveyRetriever(assistant=assistant, k=3).invoke(question)
        texts = {document.id: document for document in assistant.store.documents()}
        assert len(found) == 3
        for document in found:
            source = texts[document.metadata["document"]]
            spans = document.metadata["spans"]
            assert "".join(source.text[start:end] for start, end in spans) == document.page_content
            assert (document.metadata["start"], document.metadata["end"]) == (spans[0][0], spans[-1][1])
            assert (document.metadata["title"], document.metadata["source_file"]) == (
                source.title,
                source.file,
            )
            assert json.loads(json.dumps(document.metadata)) == document.metadata
            assert {"section", "kind", "language", "score", "ranks"} <= document.metadata.keys()

    def test_it_finds_what_the_assistant_finds(self, assistant) -> None:
        from assistant.questions import make_question

        expected = assistant.search(make_question(QUESTIONS[0], count=5))
        found = SurveyRetriever(assistant=assistant).invoke(QUESTIONS[0])
        assert [document.id for document in found] == [hit.passage.id for hit in expected]

    def test_filters(self, assistant) -> None:
        only = Filter(documents=frozenset({"zhou-2024"}), languages=frozenset({"en"}))
        for document in SurveyRetriever(assistant=assistant, only=only).invoke("chest X-ray"):
            assert document.metadata["document"] == "zhou-2024"

    def test_a_document_that_is_not_there(self, assistant) -> None:
        only = Filter(documents=frozenset({"zhou-2042"}))
        with pytest.raises(UnknownName, match="zhou-2042"):
            SurveyRetriever(assistant=assistant, only=only).invoke("chest X-ray")

    @pytest.mark.parametrize("k", [0, 51, "many"])
    def test_k_has_bounds(self, assistant, k) -> None:
        with pytest.raises(ValidationError):
            SurveyRetriever(assistant=assistant, k=k)

    def test_batches_and_threads_give_the_same(self, assistant) -> None:
        retriever = SurveyRetriever(assistant=assistant, k=2)
        expected = [retriever.invoke(question) for question in QUESTIONS]
        assert retriever.batch(QUESTIONS) == expected
        assert asyncio.run(retriever.abatch(QUESTIONS)) == expected

    def test_it_is_shown_without_the_whole_assistant(self, assistant) -> None:
        assert "Assistant" not in repr(SurveyRetriever(assistant=assistant))


class TestAskRunnable:
    def test_text_or_dict(self, assistant) -> None:
        ask = ask_runnable(assistant)
        plain = ask.invoke("How big is SciFive?")
        assert isinstance(plain, Answer)
        assert plain.question.count == 5
        told = ask.invoke({"question": "How big is SciFive?", "language": "zh", "k": 3, "id": 7})
        assert (told.question.language, told.question.count, told.question.id) == ("zh", 3, 7)

    def test_batch_stream_and_async_give_the_same(self, assistant) -> None:
        ask = ask_runnable(assistant) | answer_text
        expected = [ask.invoke(question) for question in QUESTIONS]
        assert ask.batch(QUESTIONS) == expected
        assert asyncio.run(ask.abatch(QUESTIONS)) == expected
        assert list(ask.stream(QUESTIONS[0])) == expected[:1]

    def test_it_follows_a_retriever_in_a_chain(self, assistant) -> None:
        both = {"answer": ask_runnable(assistant), "documents": SurveyRetriever(assistant=assistant, k=1)}
        from langchain_core.runnables import RunnableParallel

        found = RunnableParallel(both).invoke("How big is SciFive?")
        assert isinstance(found["answer"], Answer)
        assert isinstance(found["documents"][0], Document)

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ("", "The question is empty"),
            ({"question": "你好吗", "top_k": 3}, "top_k"),
            ({"k": 3}, "question"),
            ({"question": "What?", "k": 0}, "k: "),
            ({"question": "What?", "language": "fr"}, "language"),
        ],
    )
    def test_what_cant_be_asked_is_one_line(self, assistant, asked, told) -> None:
        with pytest.raises(BadQuestion, match=told) as caught:
            ask_runnable(assistant).invoke(asked)
        assert "\n" not in str(caught.value)


class TestTool:
    def test_an_agent_is_given_answer_and_quotes(self, assistant) -> None:
        call = {"type": "tool_call", "id": "1", "name": "ask_surveys", "args": {"question": QUESTION}}
        message = ask_tool(assistant).invoke(call)
        assert isinstance(message.artifact, Answer)
        first, *quotes = message.content.splitlines()
        assert first == answer_text(message.artifact)
        assert quotes == [f"[{c.n}] {c.source_file}: {c.quote}" for c in message.artifact.citations]
        assert quotes

    def test_it_tells_what_it_takes(self, assistant) -> None:
        made = ask_tool(assistant)
        assert list(made.args) == ["question"]
        assert "surveys" in made.description

    def test_what_is_not_in_the_texts_is_said(self, assistant) -> None:
        found = ask_tool(assistant).invoke({"question": "Who won the 2022 World Cup?"})
        assert isinstance(found, str)
        assert "[1]" not in found

    def test_what_cant_be_asked_raises(self, assistant) -> None:
        with pytest.raises(BadQuestion, match="empty"):
            ask_tool(assistant).invoke({"question": " "})


def test_the_assistant_alone_imports_no_langchain(built_home) -> None:
    program = (
        "import sys, assistant, assistant.pipeline, assistant.cli.ask;"
        "print([name for name in sys.modules if name.startswith(('langchain', 'pydantic'))])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
