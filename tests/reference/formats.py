"""Files of every version of the formats, small enough to commit: what must open, or be refused with the remedy.

    formats.py PATH/TO/unrolled

makes tests/fixtures/formats anew, with the program given: of today's versions a bundle with an index, another with weights in
f32 and without one; of the index's versions 1 and 2 files as the programs of those days laid them out. Standard library only.
When a version is raised, keep what the last program of the old one wrote beside these.
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "formats"
WORDS = ["good", "bad", "film", "the", "not", "very", "a", "plot"]
EMBEDDING, HIDDEN = 3, 4


def number(i):
    """A weight of four decimals, some way from zero."""
    return ((i * 7919 + 104729) % 2003 - 1001) / 1300


def safetensors(tensors, metadata=None):
    """The bytes of a file of {name: (type, shape, bytes)}."""
    head, at = {} if metadata is None else {"__metadata__": metadata}, 0
    for name, (kind, shape, content) in tensors.items():
        head[name] = {"dtype": kind, "shape": shape, "data_offsets": [at, at + len(content)]}
        at += len(content)
    text = json.dumps(head, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(content for _, _, content in tensors.values())


def tensor(kind, shape, values):
    letter = {"F32": "f", "U32": "I", "U16": "H", "U8": "B", "I8": "b"}[kind]
    return kind, shape, struct.pack(f"<{len(values)}{letter}", *values)


def weights():
    shapes = {
        "embedding.weight": [len(WORDS) + 2, EMBEDDING],
        "lstm.weight_ih_l0": [4 * HIDDEN, EMBEDDING],
        "lstm.weight_hh_l0": [4 * HIDDEN, HIDDEN],
        "lstm.bias_ih_l0": [4 * HIDDEN],
        "lstm.bias_hh_l0": [4 * HIDDEN],
        "out.weight": [1, HIDDEN],
        "out.bias": [1],
    }
    tensors, i = {}, 0
    for name, shape in shapes.items():
        count = shape[0] * (shape[1] if len(shape) == 2 else 1)
        tensors[name] = tensor("F32", shape, [number(i + k) for k in range(count)])
        i += count
    return safetensors(tensors)


def corpus():
    """Forty short texts, one a line with its label."""
    def text(i):
        return " ".join(WORDS[(i * i + 3 * k + i * k) % len(WORDS)] for k in range(4 + i % 5))

    return "text,label\n" + "".join(f"{text(i)},{i % 2}\n" for i in range(40))


def old_index(version, model_hash, reviews=2, components=1, places=1):
    """An index of version 1 or 2: two training reviews of three tokens each, one segment a review."""
    rows, scales = tensor("I8", [reviews, HIDDEN], [1] * reviews * HIDDEN), tensor("F32", [reviews], [0.5] * reviews)
    tensors = {
        "reviews.row": tensor("U32", [reviews], list(range(reviews))),
        "reviews.split": tensor("U8", [reviews], [0] * reviews),
        "reviews.label": tensor("U8", [reviews], [i % 2 for i in range(reviews)]),
        "reviews.probability": tensor("F32", [reviews], [0.25, 0.75]),
        "reviews.tokens": tensor("U32", [reviews], [3] * reviews),
        "reviews.hidden": rows, "reviews.hidden.scale": scales,
        "reviews.cell": rows, "reviews.cell.scale": scales,
        "vocabulary.count": tensor("U32", [len(WORDS) + 2], [1] * (len(WORDS) + 2)),
        "segments.offset": tensor("U32", [reviews + 1], list(range(reviews + 1))),
        "segments.position": tensor("U16", [reviews], [1] * reviews),
        "segments.value": tensor("I8", [reviews, components], [5] * reviews * components),
        "segments.scale": tensor("F32", [components], [0.1] * components),
        "segments.residual": tensor("U8", [reviews], [7] * reviews),
        "segments.residual.scale": tensor("F32", [1], [0.01]),
        "segments.basis": tensor("F32", [components, HIDDEN], [0.5] * components * HIDDEN),
    }
    if version == 2:
        shape = [HIDDEN, 2, places]
        for part in ["hidden", "cell"]:
            tensors[f"contexts.{part}.review"] = tensor("U32", shape, [0] * 2 * HIDDEN * places)
            tensors[f"contexts.{part}.position"] = tensor("U16", shape, [0] * 2 * HIDDEN * places)
            tensors[f"contexts.{part}.value"] = tensor("F32", shape, [0.5] * 2 * HIDDEN * places)
    said = {"format": version, "model_hash": model_hash, "seed": 0, "segments": "every position", "recall": None}
    return safetensors(tensors, {"unrolled": json.dumps(said)})


def main(program):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        (work / "weights.safetensors").write_bytes(weights())
        (work / "vocab.txt").write_text("\n".join(["<pad>", "<unk>", *WORDS]) + "\n")
        (work / "corpus.csv").write_text(corpus())
        given = ["import", "--weights", work / "weights.safetensors", "--vocab", work / "vocab.txt", "--name", "eight words"]
        index = ["--corpus", work / "corpus.csv", "--texts", "none", "--precision", "int8"]
        for name, more in [("bundle-1", index), ("bundle-1-f32", [])]:
            subprocess.run([program, *given, *more, "--out", FOLDER / name], check=True)
    model_hash = json.loads((FOLDER / "bundle-1" / "manifest.json").read_text())["model_hash"]
    for version in [1, 2]:
        (FOLDER / f"index-{version}.safetensors").write_bytes(old_index(version, model_hash))


if __name__ == "__main__":
    main(sys.argv[1])
