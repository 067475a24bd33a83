"""The joint reader that ships: what it tells apart, and that it tells it the same way each time."""

import numpy as np
import pytest

from assistant.joint import JointReader
from assistant.joint.meeting import BESIDE, MARKS, MEANT, Part, meet, meet_anew, part_of, whole
from assistant.joint.reader import NOTHING
from indexing.embedders.encoder import load_encoder
from indexing.errors import EmbedderError
from indexing.tokens import WindowTokens, tokens_of

ROW = "Models: SciFive; # Params: 220M/770M; Data Source: PubMed+PMC"
OTHER = "Models: BioGPT; # Params: 1.5B; Data Source: PubMed"


@pytest.fixture(scope="module")
def reader() -> JointReader:
    return JointReader()


def tokens(*texts: str) -> list[WindowTokens]:
    return list(tokens_of(texts, load_encoder()))


def parts(*texts: str) -> list[Part]:
    return [whole(read) for read in tokens(*texts)]


@pytest.mark.parametrize(
    ("question", "answer", "near"),
    [
        ("How big is SciFive?", ROW, OTHER),
        ("SciFive 有多少参数？", ROW, OTHER),
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
    right, wrong = reader.answering(question, parts(answer, near))
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
            "Labelling medical images is expensive.",
            "Scans are stored in PACS.",
        ),
    ],
)
def test_a_source_that_supports_is_told_from_another(reader, claim, source, other):
    assert reader.support(claim, source) > 0.5 > reader.support(claim, other)
    assert reader.supporting(claim, source) > reader.supporting(claim, other)


def test_a_free_paraphrase_across_languages_comes_before_another_source(reader):
    free = reader.supporting("标注影像成本很高。", "Labelling scans takes experts and a lot of money.")
    assert free > reader.supporting("标注影像成本很高。", "Scans are stored in PACS.")


def test_a_pair_is_read_alone(reader):
    alone = reader.answering("How big is SciFive?", parts(ROW))
    assert reader.answering("How big is SciFive?", parts(OTHER, ROW, OTHER))[1:2] == alone


def test_nothing_answers_nothing(reader):
    assert reader.answering("How big is SciFive?", parts("", "\u200b", ROW))[:2] == [NOTHING] * 2
    assert reader.answering("", parts(ROW)) == [NOTHING]
    assert reader.answering("How big?", []) == []
    assert reader.support("", ROW) == reader.support(ROW, "") == pytest.approx(0, abs=1e-4)


def test_long_questions_are_cut(reader):
    long = "How big is SciFive? " * 120
    assert np.isfinite(reader.answering(long, parts(ROW))).all()


def test_two_texts_meet_across_only():
    ours, [part] = load_encoder().read("big model"), parts("a large model")
    met = meet(ours, part, np.full(100_000, 0.5, np.float32))
    n, m = len(ours.ids), len(part.ids)
    assert met.near.shape == met.across.shape == (MARKS + n, MARKS + n + m)
    assert not met.near[:, : MARKS + n].any()
    assert not met.near[:MARKS].any() and not met.both
    assert met.across.sum() == n * m
    assert met.sides.tolist() == [MEANT] * m
    # "model" meets "model" best.
    place = [number for number, at in enumerate(ours.places.tolist()) if at == [4, 9]][0]
    near = met.near[MARKS + place, MARKS + n :]
    assert near.argmax() == m - 1
    assert met.asking_met[place] == pytest.approx([near.max(), 0.5, 0.5 * near.max()])
    assert met.read_met[-1, 0] == pytest.approx(met.near[MARKS:, -1].max())


def test_two_texts_that_are_read_anew_look_at_each_other():
    claim, source = (load_encoder().read(text) for text in ("big model", "a large model"))
    met = meet_anew(claim, source, np.full(100_000, 0.5, np.float32))
    n, m = len(claim.ids), len(source.ids)
    assert met.both and met.near.shape == (MARKS + n + m,) * 2
    assert np.array_equal(met.near, met.near.T)
    assert met.across.sum() == 2 * n * m
    assert not met.across[:, :MARKS].any() and not met.across[MARKS : MARKS + n, : MARKS + n].any()
    # "model" meets "model" best, in either direction.
    assert met.near[MARKS + n - 1, MARKS + n :].argmax() == m - 1
    assert met.near[-1, MARKS : MARKS + n].argmax() == n - 1
    assert met.read is source.layers[1]


def test_a_sentence_is_read_beside_its_window():
    [window] = tokens("Birds sing. They sleep.")
    part = part_of(window, 0, len("Birds sing."))
    assert part.sides.tolist() == [MEANT] * 3 + [BESIDE] * (len(window.ids) - 3)
    assert part.ids is window.ids
    assert part.middle is window.middle
    assert part_of(window, 0, 0) is None


def test_missing_files_are_told_with_the_remedy(tmp_path):
    with pytest.raises(EmbedderError, match="joint reader") as told:
        JointReader(tmp_path).answering("a", parts("b"))
    assert told.value.remedy == "Reinstall the package."
