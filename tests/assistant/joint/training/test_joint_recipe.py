"""From a handful of examples to a reader that reads them as the network does."""

import dataclasses
import json

import numpy as np
import pytest
import torch

from assistant.errors import JudgeError
from assistant.joint import JointReader
from assistant.joint.meeting import ANSWERS, SUPPORTS
from assistant.joint.training.__main__ import main
from assistant.joint.training.evaluate import claim_areas, measure
from assistant.joint.training.examples import Candidate, ClaimExample, QuestionExample
from assistant.joint.training.excerpts import Excerpt, Excerpts
from assistant.joint.training.export import export, read_back
from assistant.joint.training.network import start
from assistant.joint.training.recipe import Settings, Texts, calibrate, plan, train
from indexing.embedders.encoder import load_encoder

RARITY = np.full(100_000, 0.5, np.float32)
SMALL = Settings(
    question_passes=1.5,
    claim_passes=1.0,
    labelled_passes=1.0,
    web_passes=0.5,
    questions=2,
    claims=2,
    labelled=2,
)
ANIMALS = ("whales", "birds", "dogs", "foxes", "鲸鱼", "小鸟")


def candidate(text: str, answers: bool | None) -> Candidate:
    return Candidate(Excerpt.whole(text), answers)


def question(animal: str, reason: str | None = None) -> QuestionExample:
    others = [f"Nothing is known of {other}." for other in ANIMALS if other != animal]
    wrong = tuple(candidate(text, False) for text in others)
    right = candidate(f"All {animal} sing at night.", True)
    nobody_says = candidate(f"It is said of {animal}.", None)
    candidates = (*wrong, nobody_says) if reason else (*wrong, nobody_says, right)
    return QuestionExample(f"When do {animal} sing?", candidates, reason)


def claim(animal: str, supported: bool) -> ClaimExample:
    return ClaimExample(f"{animal} sing", f"At night {animal} {'sing' if supported else 'sleep'}.", supported)


@pytest.fixture(scope="module")
def steps():
    questions = [question(animal) for animal in ANIMALS] + [question("cats", "never-mentioned")]
    claims = [claim(animal, supported) for animal in ANIMALS for supported in (True, False)]
    return plan(questions, claims, claims[:4], claims[:6], claims[:2], len, SMALL)


def test_a_plan_has_all_that_is_to_be_learned(steps):
    told = [step.told for step in steps]
    # 7 questions by twos make 4 batches, half of a pass 2; 12, 4, half of 6 and 2 claims make 6, 2, 2 and 1.
    assert (told.count(ANSWERS), told.count(SUPPORTS)) == (4 + 2, 6 + 2 + 2 + 1)
    asked = [step for step in steps if step.told == ANSWERS]
    first = [pair for step in asked for pair in zip(step.pairs, step.labels, strict=True)]
    assert {label for _, label in first} == {0.0, 1.0}
    assert all(("All" in read.text) == (label == 1.0) for (_, read), label in first)
    assert not any("It is said" in read.text for (_, read), _ in first)
    cats = [label for (asked, _), label in first if "cats" in asked]
    assert cats and set(cats) == {0.0}


def test_a_plan_is_the_same_for_a_seed(steps):
    questions = [question(animal) for animal in ANIMALS] + [question("cats", "never-mentioned")]
    claims = [claim(animal, supported) for animal in ANIMALS for supported in (True, False)]
    assert plan(questions, claims, claims[:4], claims[:6], claims[:2], len, SMALL) == steps
    assert (
        plan(questions, claims, claims[:4], claims[:6], claims[:2], len, dataclasses.replace(SMALL, seed=1))
        != steps
    )


def test_it_learns_goes_on_and_is_exported_as_it_is(steps, tmp_path):
    settings = dataclasses.replace(SMALL, rate=3e-4, warmup=2, checkpoint_steps=5)
    texts, said = Texts(load_encoder(), RARITY), []
    checkpoint = tmp_path / "network.safetensors"
    network = train(start(settings.drop), steps, texts, settings, checkpoint, said.append)
    assert said[-1].startswith(f"{len(steps)} of {len(steps)} steps")
    asked, answer = "When do whales sing?", "All whales sing at night."
    pair = (asked, Excerpt.whole(answer))
    # Everything is behind the checkpoint now: the same network comes back without a step.
    again = train(start(settings.drop), steps, texts, settings, checkpoint, said.append)
    with torch.no_grad():
        odds = [float(one(texts.batch([pair], ANSWERS), ANSWERS)[0]) for one in (network, again)]
    assert odds[0] == odds[1]
    export(network, tmp_path / "reader.onnx")
    np.save(tmp_path / "rarity.npy", np.round(RARITY * 255).astype(np.uint8))
    line = {"slope": 1.0, "offset": 0.0}
    config = {"name": "tiny", "sha256": "0" * 64, "within": line, "across": line}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    reader = JointReader(tmp_path)
    # Eight bits part them, most where a few tokens are far larger than the others.
    read = [*dict.fromkeys(pair for step in steps for pair in step.pairs)][:12]
    answering = [reader.answering(text, Excerpts(load_encoder()).parts([part]))[0] for text, part in read]
    supporting = [reader.supporting(text, part.text) for text, part in read]
    for task, told in ((ANSWERS, answering), (SUPPORTS, supporting)):
        with torch.no_grad():
            exact = network(texts.batch(read, task), task).numpy()
        assert np.abs(exact - told).max() < 0.8
        assert np.corrcoef(exact, told)[0, 1] > 0.98
    odds_of_support = reader.supporting(asked, answer)
    assert reader.support(asked, answer) == pytest.approx(1 / (1 + np.exp(-odds_of_support)))


def test_a_network_is_read_back_from_its_file(tmp_path):
    torch.manual_seed(0)
    network = start(0.0)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if not name.startswith("layers.") or "widen" in name:
                parameter.copy_(torch.randn(parameter.shape))
    export(network, tmp_path / "reader.onnx")
    written, read = network.state_dict(), read_back(tmp_path / "reader.onnx", 0.0).state_dict()
    for task in ("tasks.0.", "tasks.1."):
        # The file has the bias of what is met within the sides.
        written[f"{task}sides"] = written[f"{task}sides"] + written.pop(f"{task}met.bias")
        assert not read.pop(f"{task}met.bias").any()
    assert written.keys() == read.keys()
    for name, value in written.items():
        step = value.abs().amax(-1, keepdim=True) / 127 if value.ndim == 2 and "layers" in name else 1e-6
        assert ((value - read[name]).abs() <= step).all(), name


@pytest.mark.parametrize("content", [b"", b"no graph", None])
def test_what_is_no_reader_is_one_line(tmp_path, content):
    if content is not None:
        (tmp_path / "reader.onnx").write_bytes(content)
    with pytest.raises(JudgeError, match="can't be learned on from"):
        read_back(tmp_path / "reader.onnx", 0.0)


def test_a_reader_isnt_overwritten_by_what_learns_on_from_it(tmp_path, capsys):
    code = main(
        [
            "--data",
            str(tmp_path),
            "--known",
            str(tmp_path),
            "--out",
            str(tmp_path),
            "--work",
            str(tmp_path / "w"),
        ]
    )
    assert code == 2
    assert "would be overwritten" in capsys.readouterr().err


def test_a_judge_alone_learns_on_from_a_reader(tmp_path, capsys):
    folders = ["--data", str(tmp_path), "--out", str(tmp_path / "out"), "--work", str(tmp_path / "work")]
    assert main([*folders, "--set", "judge_only=true"]) == 2
    assert "Give its folder with --known." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("rat=1", "no setting 'rat'"),
        ("half=1", "half takes a bool"),
        ("questions=2.5", "questions takes a int"),
        ("rate=fast", "rate takes a float"),
        ("rate=-1", "rate takes a float"),
    ],
)
def test_a_wrong_setting_is_one_line(setting, told, capsys):
    with pytest.raises(SystemExit):
        main(["--data", ".", "--set", setting])
    assert told in capsys.readouterr().err.splitlines()[-1]


def test_half_the_precision_learns_nearly_the_same(steps, tmp_path):
    settings = dataclasses.replace(SMALL, warmup=1, drop=0.0)
    moved = []
    for half in (False, True):
        torch.manual_seed(0)
        network = start(0.0)
        before = torch.cat([p.detach().flatten().clone() for p in network.parameters()])
        given = dataclasses.replace(settings, half=half)
        path = tmp_path / f"{half}.safetensors"
        train(network, steps[:1], Texts(load_encoder(), RARITY), given, path, lambda _: None)
        moved.append(torch.cat([p.detach().flatten() for p in network.parameters()]) - before)
    whole, half = moved
    assert not torch.equal(whole, half)
    assert torch.cosine_similarity(whole, half, dim=0) > 0.8


@pytest.mark.parametrize("told", [ANSWERS, SUPPORTS])
def test_padding_changes_nothing(told):
    network, texts = start(0.0).eval(), Texts(load_encoder(), RARITY)
    short = ("Who sings?", Excerpt.whole("Whales sing."))
    long = (
        "When do all the whales of the sea sing?",
        Excerpt.whole("Whales sing at night and sleep by day."),
    )
    with torch.no_grad():
        alone, other, beside = (
            network(texts.batch(pairs, told), told) for pairs in ([short], [long], [short, long])
        )
    assert beside.tolist() == pytest.approx([float(alone[0]), float(other[0])], abs=1e-5)


def test_a_judge_learns_beside_what_tells_answers(steps, tmp_path):
    network, texts = start(0.0), Texts(load_encoder(), RARITY)
    pair = [("When do whales sing?", Excerpt.whole("All whales sing at night."))]
    settings = dataclasses.replace(SMALL, judge_only=True, warmup=1, drop=0.0)
    with torch.no_grad():
        before = [network(texts.batch(pair, told), told) for told in (ANSWERS, SUPPORTS)]
    claims = [step for step in steps if step.told == SUPPORTS]
    train(network, claims, texts, settings, tmp_path / "network.safetensors", lambda _: None)
    with torch.no_grad():
        after = [network(texts.batch(pair, told), told) for told in (ANSWERS, SUPPORTS)]
    assert torch.equal(before[ANSWERS], after[ANSWERS])
    assert not torch.equal(before[SUPPORTS], after[SUPPORTS])


def test_calibration_is_for_the_share_that_is_true():
    odds = np.array([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0] * 20)
    supported = np.array([False, False, True, False, True, True] * 20)
    even, mostly = (calibrate(odds, supported, share) for share in (0.5, 2 / 3))
    assert even["slope"] > 0
    assert mostly["offset"] > even["offset"]


class Knows:
    """Is sure of what begins with `All`."""

    def __init__(self) -> None:
        self.sure_of = load_encoder().read("All").ids[0]

    def answering(self, question, parts):
        return [2.0 if part.ids[0] == self.sure_of else -2.0 for part in parts]


def test_figures_of_a_reader_that_knows():
    wrong = candidate("It is known.", False)
    examples = [
        QuestionExample("a", (wrong, candidate("All sing.", True), candidate("All of it.", None)), None),
        QuestionExample("b", (candidate("All sing.", True), wrong), None),
        QuestionExample("c", (wrong, wrong), "never-mentioned"),
    ]
    found = measure(Knows(), Excerpts(load_encoder()), examples)
    assert (found.questions, found.found, found.area) == (3, 2, 1.0)
    # Of two that score alike, the odds tell.
    assert (found.first_by_likeness, found.first_by_reading, found.first_by_both) == (0.5, 1.0, 1.0)
    assert found.refused == {"never-mentioned": 1.0}


class Compares:
    def supporting(self, claim, source):
        return float(claim.split()[-1] in source)


def test_figures_of_a_judge():
    claims = [claim(animal, supported) for animal in ANIMALS for supported in (True, False)]
    some = [dataclasses.replace(one, supported=not one.supported) for one in claims[:6]]
    found = claim_areas(Compares(), {"right": claims, "wrong": some, "both": claims[6:8] + some[:4]})
    # Of the nine pairs of a supported claim with another, one is right and four are alike.
    assert found == {"right": 1.0, "wrong": 0.0, "both": pytest.approx(1 / 3)}
