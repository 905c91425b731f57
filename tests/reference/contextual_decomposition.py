"""Contextual decomposition and its phrase tree as their authors' packages compute them.

The PyPI package `acd` 0.0.2 (Singh, Murdoch & Yu) runs as it is: `cd_text`, which counts the products of two biases at
every step of a span, and `agg_1d.agglomerate`. It needs `numpy.int`, which numpy dropped, and torchtext's batch, of
which one attribute is used; both are supplied here. `cd_text` adds up in double precision.

The paper's own code (github.com/jamie-murdoch/ContextualDecomposition, `sent_util.py::CD`) is in no registry. It is
`cd_text` with one comparison changed, `start <= i < stop` for those products; `decompose` below is an independent
implementation of both rules, checked against `cd_text` here, from which the strict figures come.

The weights are those of www/model and of recurrent.json's one-layer LSTM; the texts are this project's own.
"""

import json
import sys
import types
from pathlib import Path

import numpy as np
import torch

np.int = int
# The package's image side, which nothing here uses, wants these.
for name in ("cv2", "tqdm"):
    try:
        __import__(name)
    except ImportError:
        sys.modules[name] = types.SimpleNamespace(tqdm=lambda rows: rows)

from acd.agglomeration import agg_1d  # noqa: E402
from acd.scores.cd import cd_text  # noqa: E402

from bundle import Model  # noqa: E402
from fixture import FIXTURES, short, write  # noqa: E402
from own_texts import PAGE, TEXTS  # noqa: E402

PERCENTILE, ROUNDS = 99.5, 25
TRAINED = Path(__file__).resolve().parents[2] / "www" / "model"
SMALL_LENGTHS = (1, 2, 9)
PHRASES = [(0, 3), (34, 36), (52, 54), (60, 64), (65, 67), (0, 40), (40, 74), (0, 74)]


class Lstm:
    """What `cd_text` asks of a network: `lstm`, `embed`, `hidden_dim`, `hidden_to_label`, the last with two classes."""

    def __init__(self, weights, out):
        self.hidden_dim = weights["weight_hh_l0"].shape[1]
        self.lstm = types.SimpleNamespace(state_dict=lambda: {name: value.numpy() for name, value in weights.items()
                                                              if name.startswith("weight")}
                                          | {name: value for name, value in weights.items() if name.startswith("bias")})
        self.embedding = None
        self.two = np.concatenate([np.zeros_like(out), out])
        self.hidden_to_label = types.SimpleNamespace(weight=types.SimpleNamespace(data=self.two))
        self.weights = {name: value.numpy() for name, value in weights.items()}

    def embed(self, text):
        return torch.from_numpy(self.embedding[text.numpy()])


class Batch:
    def __init__(self, ids):
        self.text = torch.as_tensor(np.asarray(ids)).reshape(-1, 1)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def decompose(network, ids, span, strict):
    """(score, rest) of the words span[0] .. span[1] - 1."""
    w, n = network.weights, network.hidden_dim
    bias = np.split(w["bias_ih_l0"] + w["bias_hh_l0"], 4)
    first, last = span[0], span[1] - 1
    h, c = np.zeros((2, n)), np.zeros((2, n))  # part, rest
    for t, word in enumerate(network.embedding[ids]):
        pre = h @ w["weight_hh_l0"].T
        pre[0 if first <= t <= last else 1] += w["weight_ih_l0"] @ word
        part, rest = np.split(pre[0], 4), np.split(pre[1], 4)

        def three(gate, s):
            a, b, z = part[gate], rest[gate], bias[gate]
            pair = s(a + b + z)
            return (s(a + z) - s(z) + pair - s(b + z)) / 2, (s(b + z) - s(z) + pair - s(a + z)) / 2, s(z)

        ri, qi, bi = three(0, sigmoid)
        rf, qf, bf = three(1, sigmoid)
        rg, qg, bg = three(2, np.tanh)
        own = ri * rg + ri * bg + bi * rg + (rf + bf) * c[0]
        other = qi * (rg + qg + bg) + (ri + bi) * qg + (rf + qf + bf) * c[1] + qf * c[0]
        inside = first <= t < last if strict else first <= t <= last
        own, other = (own + bi * bg, other) if inside else (own, other + bi * bg)
        c = np.array([own, other])
        o = sigmoid(part[3] + rest[3] + bias[3])
        a, b, both = np.tanh(own), np.tanh(other), np.tanh(own + other)
        h = np.array([o * (a + both - b) / 2, o * (b + both - a) / 2])
    return tuple(h @ network.two[1])


def rows(network, ids, spans):
    for span in spans:
        inclusive, strict = decompose(network, ids, span, False), decompose(network, ids, span, True)
        theirs = cd_text(Batch(ids), network, start=span[0], stop=span[1] - 1, return_irrel_scores=True)
        assert np.allclose([side[1] for side in theirs], inclusive, rtol=0, atol=1e-12)
        yield {"span": span, "score": short(theirs[0][1]), "rest": short(theirs[1][1]),
               "strict_score": short(strict[0]), "strict_rest": short(strict[1])}


def small():
    stored = json.loads((FIXTURES / "recurrent.json").read_text())["networks"][0]
    tensor = lambda entry: torch.tensor(entry["values"], dtype=torch.float64).reshape(entry["shape"])
    weights = {name.removeprefix("lstm."): tensor(entry) for name, entry in stored["weights"].items() if name.startswith("lstm.")}
    network = Lstm(weights, tensor(stored["heads"]["1"]["out.weight"]).numpy())
    network.embedding = tensor(stored["weights"]["embedding.weight"]).numpy()
    for length in SMALL_LENGTHS:
        ids = [(7 * i * i + 3 * i + 1) % len(network.embedding) for i in range(length)]
        spans = [(start, stop) for start in range(length) for stop in range(start + 1, length + 1)]
        yield {"ids": ids, "spans": list(rows(network, ids, spans))}


def trained():
    model = Model(TRAINED)
    weights = dict(model.network.named_parameters())
    network = Lstm({name: value.detach() for name, value in weights.items()}, model.out.numpy())
    network.embedding = model.embedding.numpy()
    return model, network


def grown(network, ids):
    """Which words each round's components hold, and their scores; ids are distinct stand-ins, since 0 means empty."""
    places = np.arange(1, len(ids) + 1)
    words = network.embedding
    network.embedding = np.concatenate([words[:1], words[ids]])
    lists = agg_1d.agglomerate(network, Batch(places), PERCENTILE, "cd", 1, label=1, num_iters=ROUNDS, device="cpu")
    network.embedding = words
    for components, scores in zip(lists["comps_list"][1:], lists["comp_scores_list"][1:]):
        found = []
        for number, score in sorted(scores.items()):
            inside = np.flatnonzero(components == number)
            found.append({"span": [int(inside[0]), int(inside[-1]) + 1], "score": short(float(score))})
        yield found


def main():
    model, network = trained()
    ids = lambda text: [model.ids.get(token, 1) for token in text.split(" ")]
    page = ids(PAGE)
    words = [(word, word + 1) for word in range(len(page))]
    write("contextual_decomposition.json", {
        "made_by": f"tests/reference/contextual_decomposition.py, acd 0.0.2, numpy {np.__version__}",
        "small": list(small()),
        "trained": {"text": PAGE, "spans": list(rows(network, page, words + PHRASES))},
        "trees": [{"text": text, "rounds": list(grown(network, ids(text)))} for text in TEXTS],
    })


if __name__ == "__main__":
    main()
