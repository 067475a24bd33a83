"""Which paper stands behind a name, by the marks beside it."""

import pytest

from assistant.questions import make_question
from indexing.blocks import BlockKind


def entries(tiny, question):
    asked = make_question(question, count=40)
    draft = tiny.generator.compose(asked, tiny.query(question), tiny.assistant().search(asked))
    return [s.text for s in draft.sentences if s.sources[0].block.section == ("References",)]


@pytest.mark.parametrize(
    ("question", "authors"),
    [
        ("Which paper introduced Med-PaLM 2?", ["K. Singhal"]),
        ("Which paper is cited for MedQA?", ["K. Singhal"]),
        # No name beside a mark: entries are found by their own words.
        ("Which paper surveys hallucination in language generation?", ["Z. Ji"]),
        # Not asked after a paper.
        ("What did Med-PaLM 2 score?", []),
    ],
)
def test_the_entry_that_is_meant(tiny, question, authors):
    found = entries(tiny, question)
    assert bool(found) == bool(authors)
    assert all(text.startswith(author) for text, author in zip(found, authors, strict=False))


def test_a_name_without_a_mark_has_no_entry(tiny):
    assert not any("Singhal" in text for text in entries(tiny, "Which paper introduced GatorTron?"))


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        # What the sentence states is asked after, not the name in it.
        ("Which paper estimated the carbon emissions of training GPT-3?", "The carbon footprint"),
        ("训练 GPT-3 的碳排放是哪篇论文估算的？", "The carbon footprint"),
        ("Which papers are about federated learning for medical imaging?", "The future of digital health"),
        ("思维链出自哪篇论文？", "Chain of thought prompting"),
        # The name is.
        ("Which paper introduced MedSAM?", "Segment anything in medical images"),
        ("MedSAM 是哪篇论文提出的？", "Segment anything in medical images"),
        ("Which paper do the surveys cite for LoRA?", "Low rank adaptation"),
        ("LoRA 出自哪篇论文？", "Low rank adaptation"),
        ("scGPT 发表在哪个期刊？", "single cell multi omics"),
        ("What is reference 138 of qiu-2023?", "Tracking social media discourse"),
    ],
)
def test_papers_of_the_surveys(real_assistant, question, entry):
    told = real_assistant.ask(make_question(question)).sentences
    # One survey writes chain of thought with hyphens, another without.
    assert any(entry.casefold() in sentence.text.casefold().replace("-", " ") for sentence in told)


def test_capitals_are_no_part_of_another_word(real_assistant):
    told = real_assistant.ask(make_question("Which journal published UNI?")).sentences
    assert not any("BLIP" in sentence.text for sentence in told)


def test_every_mark_of_every_text_leads_to_its_entries(real_assistant):
    store = real_assistant.store
    for document in store.documents():
        blocks = store.blocks_between(document.id, 0, len(document.text))
        marks = [m for b in blocks if b.kind is not BlockKind.REFERENCE for m in b.marks if m.numbers]
        homes = [home for home in (document.id, document.parallel_to) if home]
        found = [next(filter(None, (store.references(h, m.numbers) for h in homes)), ()) for m in marks]
        assert len(marks) > 100
        assert all(len(f) == len(set(m.numbers)) for f, m in zip(found, marks, strict=True)), document.id
