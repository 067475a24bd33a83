"""Writes the network as an ONNX graph with 8-bit weights, and reads such a graph back."""

import math
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from assistant.errors import JudgeError
from assistant.joint.meeting import ANSWERS, ASKING, MARKS, SUPPORTS
from assistant.joint.training.network import HEADS, HIDDEN, STARTED_FROM, JointNetwork
from indexing.training.export import FUSED, Graph, normalise, packed, product, read_matrix, read_weights

State = dict[str, NDArray[np.float32]]
_NAMES = {ANSWERS: "answers", SUPPORTS: "supports"}


def export(network: JointNetwork, path: Path) -> None:
    """Write what `assistant.joint.reader` reads."""
    onnx.save(build(network), str(path))


def read_back(path: Path, drop: float) -> JointNetwork:
    """The network that `export` wrote, as its file has it in 8 bits, to learn on; the bias of what is met is
    within its sides. Raises JudgeError when the file is none of this reader's form."""
    try:
        return _network(read_weights(path), drop)
    except Exception as error:  # Those of protobuf share no other base.
        raise JudgeError(
            f"{path} can't be learned on from: {error}.", "Give the folder of a reader of this version."
        ) from error


def build(network: JointNetwork) -> onnx.ModelProto:
    """One pair of texts, as `assistant.joint.meeting.Met`, to `odds`, (1, 1): that the second supports the
    first where `supports` is true, else that it answers it."""
    state = {name: tensor.detach().float().numpy() for name, tensor in network.state_dict().items()}
    graph = Graph()
    then, otherwise = (_branch(graph, told, state) for told in (SUPPORTS, ANSWERS))
    graph.nodes.append(
        helper.make_node("If", ["supports"], ["odds"], then_branch=then, else_branch=otherwise)
    )
    float_inputs: dict[str, list[str | int]] = {
        "asking": [1, "n", HIDDEN],
        "read": [1, "m", HIDDEN],
        "asking_met": [1, "n", 3],
        "read_met": [1, "m", 3],
        "near": [1, 1, "looking", "all"],
        "across": [1, 1, "looking", "all"],
    }
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in float_inputs.items()]
    inputs.append(helper.make_tensor_value_info("sides", TensorProto.INT64, [1, "m"]))
    inputs.append(helper.make_tensor_value_info("supports", TensorProto.BOOL, []))
    odds = helper.make_tensor_value_info("odds", TensorProto.FLOAT, [1, 1])
    return packed(helper.make_graph(graph.nodes, "joint-reader", inputs, [odds], graph.weights))


def _branch(outer: Graph, told: int, state: State) -> onnx.GraphProto:
    graph, task = outer.branch(_NAMES[told]), f"tasks.{told}."
    sides = state[f"{task}sides"] + state[f"{task}met.bias"]
    asking = _placed(graph, "asking", 0, graph.weight(f"{task}sides.asking", sides[ASKING]), task, state)
    side = graph.add("Gather", graph.weight(f"{task}sides", sides), "sides")
    read = _placed(graph, "read", 1, side, task, state)
    marks = graph.weight(f"{task}marks", state[f"{task}marks"][None])
    both = told == SUPPORTS
    hidden = graph.add("Concat", marks, asking, *([read] if both else []), axis=1)
    for number in range(len(STARTED_FROM)):
        seen = hidden if both else graph.add("Concat", hidden, read, axis=1)
        hidden = _layer(graph, hidden, seen, number, told, state)
    odds = _tell(graph, hidden, told, state)
    given = helper.make_tensor_value_info(odds, TensorProto.FLOAT, [1, 1])
    return helper.make_graph(graph.nodes, _NAMES[told], [], [given])


def _placed(graph: Graph, text: str, place: int, side: str, task: str, state: State) -> str:
    """The tokens of a text as the layers take them."""
    gain = state[f"{task}gain"][place] * np.float32(math.sqrt(HIDDEN))
    hidden = graph.add("Mul", text, graph.weight(f"{task}gain.{place}", gain))
    met = graph.add("MatMul", f"{text}_met", graph.weight(f"{task}met.weight", state[f"{task}met.weight"].T))
    return graph.add("Add", graph.add("Add", hidden, met), side)


def _layer(graph: Graph, hidden: str, seen: str, number: int, told: int, state: State) -> str:
    prefix, task = f"layers.{number}.", f"tasks.{told}."

    def adapted(text: str, name: str) -> str:
        shared = product(graph, text, f"{prefix}{name}.", state)
        if told != SUPPORTS:
            return shared
        narrow = product(graph, text, f"{prefix}{name}.narrow.", state)
        return graph.add("Add", shared, product(graph, narrow, f"{prefix}{name}.widen.", state))

    inputs = [adapted(text, name) for name, text in (("query", hidden), ("key", seen), ("value", seen))]
    looks = []
    for name in ("near", "across"):
        weight = state[f"{task}{name}"][number].reshape(1, HEADS, 1, 1)
        looks.append(graph.add("Mul", name, graph.weight(f"{task}{name}.{number}", weight)))
    no_bias = no_mask = ""
    given = [*inputs, no_bias, no_mask, graph.add("Add", *looks)]
    mixed = graph.add("MultiHeadAttention", *given, domain=FUSED, num_heads=HEADS)
    hidden = normalise(graph, graph.add("Add", adapted(mixed, "mixed"), hidden), f"{prefix}norms.0.", state)
    inner = adapted(graph.add("Gelu", adapted(hidden, "up"), domain=FUSED), "down")
    return normalise(graph, graph.add("Add", inner, hidden), f"{prefix}norms.1.", state)


def _tell(graph: Graph, hidden: str, told: int, state: State) -> str:
    """The odds, from the mark that tells them and the mean of the asking tokens."""
    at = {n: graph.weight(f"number.{n}", np.array([n], np.int64)) for n in (0, 1, 2)}
    mark = graph.add("Slice", hidden, at[told], at[told + 1], at[1])
    end = graph.add("Add", graph.add("Shape", "asking", start=1, end=2), at[MARKS])
    mean = graph.add("ReduceMean", graph.add("Slice", hidden, at[MARKS], end, at[1]), axes=[1])
    flat = graph.weight("flat", np.array([1, -1]))
    seen = graph.add("Reshape", graph.add("Concat", mark, mean, axis=1), flat)
    weight, bias = (state[f"tasks.{told}.odds.{name}"] for name in ("weight", "bias"))
    weighed = graph.add("MatMul", seen, graph.weight(f"tasks.{told}.odds.weight", weight.T))
    return graph.add("Add", weighed, graph.weight(f"tasks.{told}.odds.bias", bias))


def _network(kept: State, drop: float) -> JointNetwork:
    """A network with the weights of a graph, by the names that `build` gave them."""
    network = JointNetwork(drop)
    state = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    for name in state:
        if name.startswith("layers."):
            prefix = name.removesuffix("weight")
            state[name] = read_matrix(kept, prefix) if f"{prefix}scale" in kept else kept[name]
    for told in range(MARKS):
        task = f"tasks.{told}."
        layers = range(len(STARTED_FROM))
        state |= {
            f"{task}gain": np.stack([kept[f"{task}gain.{place}"] for place in range(2)])
            / np.float32(math.sqrt(HIDDEN)),
            f"{task}sides": kept[f"{task}sides"],
            f"{task}marks": kept[f"{task}marks"][0],
            f"{task}met.weight": kept[f"{task}met.weight"].T,
            f"{task}met.bias": np.zeros(HIDDEN, np.float32),
            f"{task}odds.weight": kept[f"{task}odds.weight"].T,
            f"{task}odds.bias": kept[f"{task}odds.bias"],
        }
        for name in ("near", "across"):
            state[f"{task}{name}"] = np.stack([kept[f"{task}{name}.{n}"].ravel() for n in layers])
    network.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return network
