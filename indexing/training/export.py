"""Writes the student as an ONNX graph with 8-bit weights, its tokenizer, and the static space as signs.

The graph is built node by node instead of traced, with ONNX Runtime's own operators for attention,
GELU and quantised products (its fused residual + layer norm is several times slower than the two
apart). Weights are int8: embedding rows with one scale each, matrices with one scale a column.
Products quantise their other input as it comes, with one scale for all of it, so a text is run
alone: its vector must not depend on its neighbours in a batch.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from indexing.training.static import StaticVectors
from indexing.training.student import Student
from indexing.training.vocabulary import Vocabulary

FUSED = "com.microsoft"
"""The domain of ONNX Runtime's own operators."""
WEIGHT_FILES = ("axes.npy", "encoder.onnx", "pieces.txt", "signs.npy", "tokenizer.json", "weights.npy")
_LONGEST_TEXT = 256  # positions kept; the embedder cuts texts there
_EPSILON = 1e-12  # BERT's own


class Graph:
    """Collects nodes and weights by their names."""

    def __init__(self, name: str = "", weights: dict[str, onnx.TensorProto] | None = None) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self._name = name
        self._weights: dict[str, onnx.TensorProto] = {} if weights is None else weights

    @property
    def weights(self) -> list[onnx.TensorProto]:
        return list(self._weights.values())

    def branch(self, name: str) -> "Graph":
        """A graph of its own for one of two ways to go on, with the same weights."""
        return Graph(f"{name}.", self._weights)

    def weight(self, name: str, value: NDArray[np.generic]) -> str:
        """Keep a weight, once for all branches that use it. Raises ValueError when another one has the
        name."""
        tensor = numpy_helper.from_array(np.ascontiguousarray(value), name)
        if self._weights.setdefault(name, tensor) != tensor:
            raise ValueError(f"Two weights are called {name}.")
        return name

    def add(
        self, operator: str, *inputs: str, domain: str = "", **attributes: int | float | list[int] | str
    ) -> str:
        """Add an operation; returns the name of what it gives."""
        output = f"{self._name}{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], domain=domain, **attributes))  # type: ignore[arg-type]  # the stub types every keyword as str
        return output


@dataclass(frozen=True)
class Model:
    """All that is shipped: the encoder, the table, and how the two are mixed."""

    student: Student
    vocabulary: Vocabulary
    static: StaticVectors
    table_share: float  # of the table's unit vector, beside the encoder's
    strange_weight: float  # length of an unknown pair of characters in the table


def export(model: Model, folder: Path, card: dict[str, object]) -> Path:
    """Write the files that `indexing.embedders.meaning` reads; returns the folder.

    `card` says what the model was made from; its mix and hash are added to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(build_model(model.student), str(folder / "encoder.onnx"))
    (folder / "tokenizer.json").write_text(model.vocabulary.tokenizer_json, encoding="utf-8")
    (folder / "pieces.txt").write_text("\n".join(model.static.pieces), encoding="utf-8")
    np.save(folder / "signs.npy", np.packbits(model.static.vectors > 0, axis=1))
    np.save(folder / "weights.npy", np.abs(model.static.vectors).mean(axis=1).astype(np.float16))
    mix = {"table_share": model.table_share, "strange_weight": model.strange_weight}
    return write_config(folder, card | mix)


def write_config(folder: Path, config: dict[str, object]) -> Path:
    """Write `config` with a hash of itself and of the weights beside it; returns the folder."""
    settings = {key: value for key, value in config.items() if key != "sha256"}
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for path in sorted(folder.glob("*.*")):
        if path.name in WEIGHT_FILES:
            digest.update(path.read_bytes())
    text = json.dumps({**settings, "sha256": digest.hexdigest()}, indent=2)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")
    return folder


def build_model(student: Student) -> onnx.ModelProto:
    """`ids`, (batch, length) int64 without padding, to `vectors`, (batch, hidden), unit rows."""
    state = {name: tensor.detach().float().numpy() for name, tensor in student.body.state_dict().items()}
    config = student.body.config
    table = np.concatenate([student.english.detach().numpy(), student.chinese.detach().numpy()])
    graph = Graph()
    hidden = _embed(graph, table, state)
    for layer in range(config.num_hidden_layers):
        hidden = _layer(graph, hidden, f"encoder.layer.{layer}.", state, config.num_attention_heads)
    _pool(graph, hidden)
    body = helper.make_graph(
        graph.nodes,
        "bilingual-encoder",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", config.hidden_size])],
        graph.weights,
    )
    return packed(body)


def packed(body: onnx.GraphProto) -> onnx.ModelProto:
    """The model of a graph, in the versions of operators that Graph's nodes are of."""
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=9)


def quantise_rows(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as int8 and the scale of each: (rows, dim), (rows, 1)."""
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12) / 127
    return np.round(table / scales).astype(np.int8), scales.astype(np.float32)


def _embed(graph: Graph, table: NDArray[np.float32], state: dict[str, NDArray[np.float32]]) -> str:
    rows, scales = quantise_rows(table)
    picked = graph.add("Gather", graph.weight("rows", rows), "ids")
    scale = graph.add("Gather", graph.weight("row_scales", scales), "ids")
    words = graph.add("Mul", graph.add("Cast", picked, to=TensorProto.FLOAT), scale)
    # The token type is always the first, so its row is added to the positions once and for all.
    token_type = state["embeddings.token_type_embeddings.weight"][0]
    positions = state["embeddings.position_embeddings.weight"][:_LONGEST_TEXT]
    table_of_places = graph.weight("places", positions + token_type)
    length = graph.add("Shape", "ids", start=1)
    places = graph.add("Slice", table_of_places, graph.weight("first", np.array([0], np.int64)), length)
    return normalise(graph, graph.add("Add", words, places), "embeddings.LayerNorm.", state)


def normalise(graph: Graph, hidden: str, prefix: str, state: dict[str, NDArray[np.float32]]) -> str:
    """Layer normalisation with the weights that `state` has under `prefix`."""
    weight, bias = (graph.weight(prefix + n, state[prefix + n]) for n in ("weight", "bias"))
    return graph.add("LayerNormalization", hidden, weight, bias, axis=-1, epsilon=_EPSILON)


def _layer(graph: Graph, hidden: str, prefix: str, state: dict[str, NDArray[np.float32]], heads: int) -> str:
    sources = [f"{prefix}attention.self.{name}." for name in ("query", "key", "value")]
    inputs = [product(graph, hidden, source, state) for source in sources]
    mixed = graph.add("MultiHeadAttention", *inputs, domain=FUSED, num_heads=heads)
    mixed = product(graph, mixed, f"{prefix}attention.output.dense.", state)
    hidden = normalise(graph, graph.add("Add", mixed, hidden), f"{prefix}attention.output.LayerNorm.", state)
    inner = product(graph, hidden, f"{prefix}intermediate.dense.", state)
    inner = product(graph, graph.add("Gelu", inner, domain=FUSED), f"{prefix}output.dense.", state)
    return normalise(graph, graph.add("Add", inner, hidden), f"{prefix}output.LayerNorm.", state)


def product(graph: Graph, hidden: str, prefix: str, state: dict[str, NDArray[np.float32]]) -> str:
    """A linear map with 8-bit weights, whose input is quantised as it comes."""
    columns, scales = quantise_rows(state[f"{prefix}weight"])
    weights = graph.weight(f"{prefix}weight", columns.T)
    given = [weights, graph.weight(f"{prefix}scale", scales[:, 0])]
    if f"{prefix}bias" in state:
        no_zero_point = ""
        given += [no_zero_point, graph.weight(f"{prefix}bias", state[f"{prefix}bias"])]
    return graph.add("DynamicQuantizeMatMul", hidden, *given, domain=FUSED)


def read_weights(path: Path) -> dict[str, NDArray[Any]]:
    """The weights of a graph's file by their names."""
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(path).graph.initializer}


def read_matrix(weights: dict[str, NDArray[Any]], prefix: str) -> NDArray[np.float32]:
    """The matrix that `product` wrote under `prefix`, as its 8 bits have it: (outputs, inputs)."""
    columns = weights[f"{prefix}weight"].astype(np.float32) * weights[f"{prefix}scale"]
    return np.ascontiguousarray(columns.T)


def _pool(graph: Graph, hidden: str) -> None:
    mean = graph.add("ReduceMean", hidden, axes=[1], keepdims=0)
    length = graph.add("ReduceL2", mean, axes=[-1], keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, length], ["vectors"]))
