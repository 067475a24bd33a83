"""The assistant in LangChain: retriever, runnable and agent's tool. Nothing else here imports LangChain."""

from collections.abc import Mapping
from typing import Any

from langchain.tools import BaseTool, tool
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import BaseModel, ConfigDict, Field, SkipValidation, ValidationError

from assistant.answer import Answer, Question
from assistant.cli.jsonout import answer_text, hits_json
from assistant.cli.selection import make_filter
from assistant.cli.sources import Sources
from assistant.errors import BadQuestion
from assistant.pipeline import Assistant
from assistant.questions import make_question
from indexing.blocks import Language
from indexing.passages import Filter, Hit

MOST = 50
TOOL = (
    "Answer a question in English or Chinese about medical foundation models from the texts of surveys, with "
    "exact quotes. Says so when they don't answer it. Ask one question at a time, complete in itself."
)
"""What a model is told about the tool."""


class Asked(BaseModel):
    """A question with what else can be said about it, as `ask_runnable` takes it in a dict.

    `language` is the answer's (by default the question's own); `k` is how many passages are read (by default
    what the settings say); `only` has the fields of `Filter`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    language: Language | None = None
    k: int | None = Field(None, ge=1, le=MOST)
    only: Filter = Filter()
    id: str | int | None = None


class SurveyRetriever(BaseRetriever):
    """The passages of the surveys that bear on a question, best first.

    A document's `page_content` is exactly the source's characters; `metadata` says where they stand, as
    `medfm search --json` does, and is plain JSON.
    """

    assistant: SkipValidation[Assistant] = Field(repr=False)
    k: int | None = Field(None, ge=1, le=MOST)
    language: Language | None = None
    only: Filter = Filter()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        asked = _asked({"question": query, "language": self.language, "k": self.k, "only": self.only})
        hits = self.assistant.search(_question(self.assistant, asked))
        sources = Sources(self.assistant.store)
        return [_document(hit, sources) for hit in hits]


def ask_runnable(assistant: Assistant) -> Runnable[str | dict[str, Any], Answer]:
    """The whole pipeline: a question, or a dict with the fields of `Asked`, to an answer.

    A stream gives the answer in one piece, because no sentence is passed on before it has been checked
    against its source. Asynchronous calls run in threads. Raises MedfmError.
    """

    def ask(asked: str | dict[str, Any]) -> Answer:
        entry = {"question": asked} if isinstance(asked, str) else asked
        return assistant.ask(_question(assistant, _asked(entry)))

    return RunnableLambda(ask, name="ask")


def ask_tool(assistant: Assistant) -> BaseTool:
    """The whole pipeline as a tool for an agent.

    The model is given the answer with the exact quotes that stand behind it; the `Answer` is the artifact of
    the message. What can't be asked raises MedfmError.
    """

    @tool("ask_surveys", description=TOOL, response_format="content_and_artifact")
    def ask_surveys(question: str) -> tuple[str, Answer]:
        answer = assistant.ask(_question(assistant, _asked({"question": question})))
        quotes = [f"[{citation.n}] {citation.source_file}: {citation.quote}" for citation in answer.citations]
        return "\n".join([answer_text(answer), *quotes]), answer

    return ask_surveys


def _asked(entry: Mapping[str, Any]) -> Asked:
    try:
        return Asked.model_validate(entry)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False)
        told = "; ".join(f"{'.'.join(map(str, p['loc'])) or 'input'}: {p['msg']}" for p in problems)
        raise BadQuestion(
            f"This can't be asked: {told}.", f"Fields are: {', '.join(Asked.model_fields)}."
        ) from error


def _question(assistant: Assistant, asked: Asked) -> Question:
    """Raises BadQuestion, and UnknownName for a document that isn't there."""
    only = asked.only
    checked = make_filter(
        assistant.store.documents(), sorted(only.documents), only.kinds, only.languages, only.section
    )
    count = assistant.settings.k if asked.k is None else asked.k
    return make_question(asked.question, asked.language, count, checked, asked.id)


def _document(hit: Hit, sources: Sources) -> Document:
    [found] = hits_json([hit], sources)
    title = sources.documents[hit.passage.document].title
    metadata = {key: value for key, value in found.items() if key not in ("id", "text")}
    return Document(id=found["id"], page_content=found["text"], metadata={**metadata, "title": title})
