"""The joint reader that ships: what it tells apart, and that it tells it the same way each time."""

import numpy as np
import pytest

from assistant.joint import JointReader
from assistant.joint.reader import MARKS, NOTHING, meet
from indexing.embedders.encoder import load_encoder
from indexing.errors import EmbedderError

ROW = "Models: SciFive; # Params: 220M/770M; Data Source: PubMed+PMC"
BESIDE = "Models: BioGPT; # Params: 1.5B; Data Source: PubMed"


@pytest.fixture(scope="module")
def reader() -> JointReader:
    return JointReader()


@pytest.mark.parametrize(
    ("question", "answer", "near"),
    [
        ("How big is SciFive?", ROW, BESIDE),
        ("SciFive 有多少参数？", ROW, BESIDE),
        (
            "Why are medical datasets small?",
            "Medical datasets are small because annotating needs experts and privacy laws forbid sharing.",
            "Medical datasets are used to evaluate models on many tasks.",
        ),
        (
            "医学数据集为什么小？",
            "由于标注需要专家，而且隐私法规禁止共享，医学数据集规模很小。",
            "医学数据集用于在许多任务上评估模型。",
        ),
    ],
)
def test_an_answer_is_told_from_what_is_only_near(reader, question, answer, near):
    right, wrong = reader.answering(question, [answer, near])
    assert right > wrong


@pytest.mark.parametrize(
    ("claim", "source", "other"),
    [
        (
            "Annotating scans is costly.",
            "Labelling scans takes experts and a lot of money.",
            "Scans are stored in PACS.",
        ),
        (
            "标注影像成本很高。",
            "Labelling scans takes experts and a lot of money.",
            "Scans are stored in PACS.",
        ),
    ],
)
def test_a_source_that_supports_is_told_from_another(reader, claim, source, other):
    assert reader.support(claim, source) > 0.5 > reader.support(claim, other)
    assert reader.supporting(claim, source) > reader.supporting(claim, other)


def test_a_pair_is_read_alone(reader):
    alone = reader.answering("How big is SciFive?", [ROW])
    assert reader.answering("How big is SciFive?", [BESIDE, ROW, BESIDE])[1:2] == alone


def test_nothing_answers_nothing(reader):
    assert reader.answering("How big is SciFive?", ["", "\u200b", ROW])[:2] == [NOTHING] * 2
    assert reader.answering("", [ROW]) == [NOTHING]
    assert reader.answering("How big?", []) == []
    assert reader.support("", ROW) == reader.support(ROW, "") == pytest.approx(0, abs=1e-4)


def test_long_questions_are_cut(reader):
    long = "How big is SciFive? " * 120
    assert np.isfinite(reader.answering(long, [ROW])).all()


def test_two_texts_meet_across_only():
    encoder = load_encoder()
    ours, theirs = encoder.read("big model"), encoder.read("a large model")
    met = meet(ours, theirs, np.full(100_000, 0.5, np.float32))
    first = len(ours.ids)
    assert met.sides.tolist() == [0] * first + [1] * len(theirs.ids)
    inner = met.near[MARKS:, MARKS:]
    assert not inner[:first, :first].any()
    assert not inner[first:, first:].any()
    assert not met.near[:MARKS].any()
    # "model" meets "model" best.
    place = [n for n, (start, end) in enumerate(ours.places) if (start, end) == (4, 9)][0]
    assert met.met[place, 0] == pytest.approx(inner[place].max())
    assert met.met[place, 1:] == pytest.approx([0.5, 0.5 * met.met[place, 0]])


def test_missing_files_are_told_with_the_remedy(tmp_path):
    with pytest.raises(EmbedderError, match="joint reader") as told:
        JointReader(tmp_path).answering("a", ["b"])
    assert told.value.remedy == "Reinstall the package."
