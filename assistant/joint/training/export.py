"""Writes the network as an ONNX graph with 8-bit weights, and reads such a graph back."""

import math
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from assistant.errors import JudgeError
from assistant.joint.meeting import ASKING, MARKS
from assistant.joint.training.network import HEADS, HIDDEN, JointNetwork
from indexing.training.export import FUSED, Graph, normalise, packed, product, read_matrix, read_weights

State = dict[str, NDArray[np.float32]]


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
            f"{path} can't be learned on from: {error}.", "Give the folder of a reader."
        ) from error


def build(network: JointNetwork) -> onnx.ModelProto:
    """One pair of texts, as `assistant.joint.meeting.Met`, to `odds`, (1, MARKS)."""
    state = {name: tensor.detach().float().numpy() for name, tensor in network.state_dict().items()}
    graph = Graph()
    sides = state["sides"] + state["met.bias"]
    graph.weight("met_weight", state["met.weight"].T)
    asking = _placed(graph, "asking", state["gain"][0], graph.weight("of_asking", sides[ASKING]))
    of_read = graph.add("Gather", graph.weight("of_sides", sides), "sides")
    read = _placed(graph, "read", state["gain"][1], of_read)
    hidden = graph.add("Concat", graph.weight("marks", state["marks"][None]), asking, axis=1)
    for number in range(len(network.layers)):
        hidden = _layer(graph, hidden, read, f"layers.{number}.", state)
    _tell(graph, hidden, state)
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
    odds = helper.make_tensor_value_info("odds", TensorProto.FLOAT, [1, MARKS])
    return packed(helper.make_graph(graph.nodes, "joint-reader", inputs, [odds], graph.weights))


def _network(kept: State, drop: float) -> JointNetwork:
    """A network with the weights of a graph, by the names that `build` gave them."""
    network = JointNetwork(drop)
    state = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    for name in state:
        if name.startswith("layers."):
            prefix = name.removesuffix("weight")
            value = read_matrix(kept, prefix) if f"{prefix}scale" in kept else kept[name]
            state[name] = value.reshape(state[name].shape)
    told = kept["odds_weight"].reshape(MARKS + 1, HIDDEN, MARKS)
    state |= {
        "gain": np.stack([kept[f"{text}_gain"] for text in ("asking", "read")])
        / np.float32(math.sqrt(HIDDEN)),
        "sides": kept["of_sides"],
        "marks": kept["marks"][0],
        "met.weight": kept["met_weight"].T,
        "met.bias": np.zeros(HIDDEN, np.float32),
        "odds.weight": np.stack([np.concatenate([told[n, :, n], told[MARKS, :, n]]) for n in range(MARKS)]),
        "odds.bias": kept["odds_bias"],
    }
    network.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return network


def _placed(graph: Graph, text: str, gain: NDArray[np.float32], side: str) -> str:
    """The tokens of a text as the layers take them."""
    hidden = graph.add("Mul", text, graph.weight(f"{text}_gain", gain * np.float32(math.sqrt(HIDDEN))))
    met = graph.add("MatMul", f"{text}_met", "met_weight")
    return graph.add("Add", graph.add("Add", hidden, met), side)


def _layer(graph: Graph, hidden: str, read: str, prefix: str, state: State) -> str:
    seen = graph.add("Concat", hidden, read, axis=1)
    looks = {"query": hidden, "key": seen, "value": seen}
    inputs = [product(graph, at, f"{prefix}{name}.", state) for name, at in looks.items()]
    told = [
        graph.add(
            "Mul", name, graph.weight(f"{prefix}{name}", state[f"{prefix}{name}"].reshape(1, HEADS, 1, 1))
        )
        for name in ("near", "across")
    ]
    no_bias = no_mask = ""
    given = [*inputs, no_bias, no_mask, graph.add("Add", *told)]
    mixed = graph.add("MultiHeadAttention", *given, domain=FUSED, num_heads=HEADS)
    mixed = product(graph, mixed, f"{prefix}mixed.", state)
    hidden = normalise(graph, graph.add("Add", mixed, hidden), f"{prefix}norms.0.", state)
    inner = graph.add("Gelu", product(graph, hidden, f"{prefix}up.", state), domain=FUSED)
    inner = product(graph, inner, f"{prefix}down.", state)
    return normalise(graph, graph.add("Add", inner, hidden), f"{prefix}norms.1.", state)


def _tell(graph: Graph, hidden: str, state: State) -> None:
    """The odds that each mark tells, from itself and the mean of the asking tokens."""
    numbers = {
        name: graph.weight(name, np.array([at], np.int64)) for name, at in (("0", 0), ("MARKS", MARKS))
    }
    last = graph.weight("last", np.array([np.iinfo(np.int64).max]))
    axis = graph.weight("axis", np.array([1], np.int64))
    marks = graph.add("Slice", hidden, numbers["0"], numbers["MARKS"], axis)
    mean = graph.add("ReduceMean", graph.add("Slice", hidden, numbers["MARKS"], last, axis), axes=[1])
    seen = graph.add(
        "Reshape", graph.add("Concat", marks, mean, axis=1), graph.weight("flat", np.array([1, -1]))
    )
    weights = np.zeros((MARKS + 1, HIDDEN, MARKS), np.float32)
    for mark, row in enumerate(state["odds.weight"].reshape(MARKS, 2, HIDDEN)):
        weights[mark, :, mark], weights[MARKS, :, mark] = row
    product_ = graph.add("MatMul", seen, graph.weight("odds_weight", weights.reshape(-1, MARKS)))
    graph.nodes.append(
        helper.make_node("Add", [product_, graph.weight("odds_bias", state["odds.bias"])], ["odds"])
    )
