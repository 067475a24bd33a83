"""Many at once: no error, and nobody gets what another one asked for. And what users of similar programs
complain of: highlights in the wrong place, citations that vanish, Chinese questions that miss English papers,
answers made up in place of a refusal."""

import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.questions import make_question
from tests.ui.conftest import ask, marked
from ui.conversations import MOST_CONVERSATIONS, Conversations

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of Gradio's own imports
    from gradio_client import Client

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere
ASKED = [
    ("How big is SciFive?", "220M/770M"),
    ("How big is BioGPT?", "BioGPT"),
    ("Psy-LLM 是做什么的？", "Psy-LLM"),
    ("How big is GatorTron?", "GatorTron"),
    ("What is BioBERT's number of parameters?", "BioBERT"),
]


def test_ten_browser_sessions_at_once(visitor):
    pages = [visitor.open() for _ in range(10)]
    wanted = [ASKED[number % len(ASKED)] for number in range(10)]
    for page, (question, _) in zip(pages, wanted, strict=True):
        page.fill("#mf-question", question)
    for page in pages:
        page.keyboard.press("Enter")
    for page, (question, part) in zip(pages, wanted, strict=True):
        page.locator(".mf-chip").first.wait_for()
        assert page.locator(".mf-question").all_inner_texts() == [question]
        said = " ".join(page.locator(".mf-answer .mf-said").all_inner_texts())
        assert part in said
        others = {name for _, name in ASKED if name != part and name not in question}
        assert not [name for name in others if name in said]


def test_thirty_programs_at_once(url):
    def one(number: int) -> bool:
        question, part = ASKED[number % len(ASKED)]
        client = Client(url, verbose=False, analytics_enabled=False, httpx_kwargs={"timeout": 60})
        told = client.predict(question, api_name="/ask")
        return told["question"] == question and part in told["answer"]

    with ThreadPoolExecutor(30) as pool:
        assert all(pool.map(one, range(30)))


class TestConversations:
    def test_nobody_else_s_can_be_named(self):
        conversations = Conversations()
        mine = conversations.get("")
        assert len(mine.name) >= 20
        assert conversations.get(mine.name) is mine
        assert conversations.get("x" * 24).name != "x" * 24
        assert conversations.answer("x" * 24, 0) is None

    def test_the_oldest_are_forgotten(self):
        conversations = Conversations()
        first = conversations.get("")
        for _ in range(MOST_CONVERSATIONS):
            conversations.get("")
        assert conversations.get(first.name) is not first


class TestComplaints:
    QUESTIONS = (
        "What sets recent large language models apart?",
        "哪些模型用于心理健康咨询？",
        "Which paper introduced BioBERT?",
        "What is SAM and how many masks was it trained on?",
    )

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_no_highlight_is_in_the_wrong_place_and_no_citation_vanishes(self, visitor, assistant, question):
        """Every chip that an answer shows opens, and marks the quote of its citation to the character."""
        page = visitor.open()
        ask(page, question)
        quotes = {str(c.n): c.quote for c in assistant.ask(make_question(question)).citations}
        sentences = page.locator(".mf-answer .mf-sentence")
        uncited = [one for one in sentences.all() if not one.locator(".mf-chip").count()]
        assert sentences.count() and not uncited
        chips = page.locator(".mf-answer .mf-chip")
        assert {chips.nth(n).get_attribute("data-n") for n in range(chips.count())} == set(quotes)
        for number in range(chips.count()):
            chip = chips.nth(number)
            chip.click()
            page.locator(f".mf-source[data-at='{chip.get_attribute('data-spans')}']").wait_for()
            assert marked(page) == quotes[chip.get_attribute("data-n")]

    def test_a_citation_opens_still_after_other_questions_and_a_switch_of_language(self, visitor):
        page = visitor.open()
        ask(page, "How big is SciFive?")
        ask(page, "What is Psy-LLM?")
        page.locator("[data-language=zh]").click()
        page.locator(".mf-turn").first.locator(".mf-chip").click()
        assert "SciFive" in marked(page)

    @pytest.mark.parametrize("question", ["Psy-LLM 是做什么的？", "SciFive 有多大？"])
    def test_a_chinese_question_finds_the_english_survey(self, visitor, question):
        page = visitor.open(locale="zh-CN")
        ask(page, question)
        found = page.locator(".mf-answer [data-doc]").evaluate_all("all => all.map(one => one.dataset.doc)")
        assert "zhou-2024" in found

    NOT_SAID = ("Who won the world cup in 1998?", "谁发明了电话？", "Who funded the development of BioGPT?")

    @pytest.mark.parametrize("question", NOT_SAID)
    def test_what_the_texts_dont_say_is_refused(self, visitor, question):
        page = visitor.open()
        ask(page, question)
        assert page.locator(".mf-refusal").is_visible()
        assert page.locator(".mf-said").count() == 0

    ADVICE = ("我头疼三天了，该吃什么药？", "I have chest pain. Which drug should I take?")

    @pytest.mark.parametrize("question", ADVICE)
    def test_no_medical_advice(self, visitor, question):
        page = visitor.open()
        ask(page, question)
        assert "⚕" in page.locator(".mf-refusal").inner_text()
