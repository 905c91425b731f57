"""Writes the shipped network as an ONNX file, so that ONNX Runtime runs exactly our weights.

    python export_onnx.py WEIGHTS.safetensors MODEL.onnx

Inputs, as ONNX's LSTM wants them: ids [steps, texts] int32, padded with anything, and lengths [texts] int32.
Output: logit [texts], after each text's last token; of an empty text the one before any token.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/reference"))
from bundle import matrices  # noqa: E402  (int8 rows times their scales, as src/model/quantization.rs does)

OPSET, IR_VERSION = 17, 10  # old enough for every ONNX Runtime of the last years
# Our and PyTorch's gate rows are i, f, g, o; ONNX has i, o, f, c.
INPUT_GATE, FORGET_GATE, CANDIDATE, OUTPUT_GATE = range(4)
ONNX_ORDER = (INPUT_GATE, OUTPUT_GATE, FORGET_GATE, CANDIDATE)


def reordered(rows):
    """Gate rows in ONNX's order, with the axis of directions in front."""
    blocks = np.split(rows, 4)
    return np.concatenate([blocks[gate] for gate in ONNX_ORDER])[np.newaxis]


def initializers(weights):
    """The constants of the graph by name."""
    biases = [reordered(weights[f"lstm.bias_{kind}_l0"]) for kind in ("ih", "hh")]
    return {
        "embedding": weights["embedding.weight"],
        "input_weights": reordered(weights["lstm.weight_ih_l0"]),
        "recurrent_weights": reordered(weights["lstm.weight_hh_l0"]),
        "biases": np.concatenate(biases, axis=1),
        "out_weights": weights["out.weight"].T,
        "out_bias": weights["out.bias"],
        "one": np.array([1], np.int32),
        "first_axis": np.array([0], np.int64),
        "last_axis": np.array([1], np.int64),
    }


def graph(weights):
    hidden = weights["lstm.weight_hh_l0"].shape[1]
    nodes = [
        helper.make_node("Gather", ["embedding", "ids"], ["embedded"]),
        # ONNX's LSTM refuses a text of length 0: it reads one token, and its state is taken as zero.
        helper.make_node("Max", ["lengths", "one"], ["read"]),
        helper.make_node("LSTM", ["embedded", "input_weights", "recurrent_weights", "biases", "read"],
                         ["", "last_of_direction", ""], hidden_size=hidden),
        helper.make_node("Squeeze", ["last_of_direction", "first_axis"], ["last"]),
        helper.make_node("Min", ["lengths", "one"], ["any"]),
        helper.make_node("Cast", ["any"], ["is_read"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["is_read", "last_axis"], ["mask"]),
        helper.make_node("Mul", ["last", "mask"], ["state"]),
        helper.make_node("Gemm", ["state", "out_weights", "out_bias"], ["logits"]),
        helper.make_node("Squeeze", ["logits", "last_axis"], ["logit"]),
    ]
    constants = [numpy_helper.from_array(np.ascontiguousarray(values), name)
                 for name, values in initializers(weights).items()]
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, ["steps", "texts"]),
              helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"])]
    outputs = [helper.make_tensor_value_info("logit", TensorProto.FLOAT, ["texts"])]
    return helper.make_graph(nodes, "unrolled", inputs, outputs, constants)


def main(source, target):
    weights = {name: values.float().numpy() for name, values in matrices(source).items()}
    model = helper.make_model(graph(weights), opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
