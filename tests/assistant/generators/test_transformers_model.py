"""`hf:` models, on tiny ones made here: streaming, stops, budget, templates, thoughts, errors."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from assistant.errors import GeneratorError
from assistant.events import Piece, Settled, Thought
from assistant.generators.loading import load_model
from assistant.generators.prompts import answer_prompt
from assistant.generators.protocol import Message, complete
from assistant.generators.writing import LlmGenerator
from assistant.questions import make_question
from assistant.settings import Settings
from tests.assistant.generators.tiny_causal import CHAT, CONTEXT, THINKING, WITHOUT_SYSTEM, save_model

SAYS = {
    "en": ("Med-PaLM 2 ", "scored ", "86.5% ", "on MedQA.", " [1]"),
    "zh": ("PubMedGPT ", "在 MedMCQA 上的", "得分为 ", "50.3%。", "[1]"),
}
QUESTIONS = {"en": "What did Med-PaLM 2 score on MedQA?", "zh": "PubMedGPT 在 MedMCQA 上的得分是多少？"}
both = pytest.mark.parametrize("language", ["en", "zh"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def random(folder: Path) -> Path:
    return save_model(folder / "random", CHAT)


@pytest.fixture(scope="module")
def endless(folder: Path) -> Path:
    return save_model(folder / "endless", CHAT, ("on ", "and "), forever=True)


def loaded(path: Path, **more):
    return load_model(replace(Settings(home=Path("nowhere"), llm=f"hf:{path}", max_tokens=24), **more))


def asked(language: str = "en") -> list[Message]:
    return answer_prompt(QUESTIONS[language], language, ())


class TestAnswers:
    @both
    @pytest.mark.parametrize("template", [CHAT, WITHOUT_SYSTEM, None], ids=["chat", "no system", "plain"])
    def test_a_model_answers_through_the_whole_pipeline(self, tiny, folder, language, template, request):
        path = save_model(folder / f"says-{request.node.callspec.id}", template, SAYS[language])
        assistant = tiny.assistant(LlmGenerator(loaded(path), tiny.reader, 24))
        *events, settled = assistant.stream(make_question(QUESTIONS[language], count=12))
        assert isinstance(settled, Settled)
        text = "".join(event.text for event in events if isinstance(event, Piece))
        assert text == "".join(SAYS[language])
        assert sum(isinstance(event, Piece) for event in events) > 1
        assert [s.text for s in settled.answer.sentences] == [text.removesuffix("[1]").strip()]
        assert settled.answer.generator == f"hf:{path.name}"

    @both
    @pytest.mark.parametrize("opened", [True, False])
    def test_thoughts_are_told_apart_also_when_the_template_opens_them(self, tiny, folder, language, opened):
        says = ("想想", "</think>", *SAYS[language])
        says = says if opened else ("<think>", *says)
        path = save_model(folder / f"thinks-{language}-{opened}", THINKING if opened else CHAT, says)
        assistant = tiny.assistant(LlmGenerator(loaded(path), tiny.reader, 24))
        *events, settled = assistant.stream(make_question(QUESTIONS[language], count=12))
        assert settled.answer.thinking == "想想"
        assert [event.text for event in events if isinstance(event, Thought)] == ["想想"]
        assert len(settled.answer.sentences) == 1

    def test_a_base_model_stops_where_it_invents_the_next_question(self, folder):
        says = ("It is so.", "\nQuest", "ion:", " And what else?")
        model = loaded(save_model(folder / "goes-on", None, says))
        assert complete(model, asked()).text == "It is so."


class TestWriting:
    def test_the_same_prompt_gives_the_same_text(self, random):
        model = loaded(random)
        assert "".join(model.stream(asked())) == "".join(model.stream(asked()))

    def test_a_seed_gives_the_same_text_at_any_temperature(self, random):
        texts = ["".join(loaded(random, temperature=1.5, seed=n).stream(asked())) for n in (1, 1, 2)]
        assert texts[0] == texts[1] != texts[2]

    def test_it_comes_in_pieces_and_no_longer_than_it_may(self, endless):
        pieces = list(loaded(endless, max_tokens=24).stream(asked()))
        assert len(pieces) > 4
        assert "".join(pieces) == "on and " * 12

    def test_a_reader_who_leaves_stops_the_model(self, endless):
        model = loaded(endless, max_tokens=600)
        before = set(threading.enumerate())
        started = time.perf_counter()
        next(stream := model.stream(asked()))
        stream.close()
        left = time.perf_counter() - started
        assert set(threading.enumerate()) <= before
        started = time.perf_counter()
        list(model.stream(asked()))
        assert left < time.perf_counter() - started

    def test_threads_share_it(self, random):
        model = loaded(random)
        alone = "".join(model.stream(asked()))
        found: list[str] = []
        threads = [
            threading.Thread(target=lambda: found.append("".join(model.stream(asked())))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [alone] * 3


class TestContext:
    def test_it_is_what_the_model_says_unless_set(self, random):
        assert loaded(random).context == CONTEXT
        assert loaded(random, context=512).context == 512

    def test_a_prompt_beyond_it_is_an_error(self, random):
        with pytest.raises(GeneratorError, match="longer than the context"):
            list(loaded(random, context=16).stream(asked()))

    def test_passages_are_packed_into_it(self, tiny, random):
        model = loaded(random, context=1500)
        draft = LlmGenerator(model, tiny.reader, 24).compose(
            make_question(QUESTIONS["en"]), tiny.query(QUESTIONS["en"]), tiny.hits(QUESTIONS["en"])
        )
        assert draft.left_out > 0


class TestLoading:
    def test_progress_is_told(self, random):
        told: list[tuple] = []
        settings = Settings(home=Path("nowhere"), llm=f"hf:{random}")
        load_model(settings, lambda *step: told.append(step))
        assert told == [("loading the language model", 0, 1), ("loading the language model", 1, 1)]

    @pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
    def test_in_the_numbers_that_are_named(self, random, dtype):
        model = loaded(random, dtype=dtype, device="cpu")
        assert str(model._model.dtype) == f"torch.{dtype}"

    def test_an_id_that_is_not_cached_is_told_at_once(self):
        started = time.perf_counter()
        with pytest.raises(GeneratorError, match="is not on this machine"):
            load_model(Settings(home=Path("nowhere"), llm="hf:nobody/nothing"))
        assert time.perf_counter() - started < 20

    def test_a_folder_without_a_model(self, tmp_path):
        with pytest.raises(GeneratorError, match="holds no model"):
            loaded(tmp_path)

    def test_a_damaged_model(self, tmp_path, random):
        (tmp_path / "config.json").write_text("{")
        with pytest.raises(GeneratorError, match="can't be loaded") as caught:
            loaded(tmp_path)
        assert "\n" not in str(caught.value)

    def test_a_device_that_is_not_there(self, random):
        with pytest.raises(GeneratorError, match="can't be loaded"):
            loaded(random, device="nonsense")

    def test_a_name_that_means_nothing(self, home):
        with pytest.raises(Exception, match="hf:ID-or-path"):
            load_model(Settings(home=home, llm="nonsense"))
