"""Anchors as the package alibi finds them, and how often every rule there can be holds exactly → anchors_alibi.json.

`AnchorBaseBeam` of alibi 0.9.6 searches; it asks a sampler for texts that keep the words of a rule, each other word changed
with probability ½, and gets the verdicts. The network is www/model, restated below in numpy and double precision. A text of
n words has 2^n changed texts, so that all of them are read beforehand: the sampler looks verdicts up, and the precision of a
rule is a share of that table, with nothing left to chance.

alibi's own settings stand, except that the beam is 4 wide (its default of 1 is a greedy search). It calls a rule an anchor
under the same condition as we do (mean ≥ threshold, lower bound > threshold − .05), but of several in the last beam it takes
the one that its own samples hold most often, which is chance, and we the most precise; and the empty rule is enough for it
only if that surely exceeds the threshold itself. So the same words are not to be expected where several rules of one length
will do: what can be compared is how long the rules are and how often they hold.
"""

import importlib.util
import logging
import sys
import types
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from fixture import short, write
from own_texts import CONTESTED

# Two files of numpy are all that is wanted; the package's own import loads spaCy and more.
for name in ("alibi", "alibi.explainers", "alibi.explainers.anchors", "alibi.utils"):
    package = types.ModuleType(name)
    package.__path__ = importlib.util.find_spec(name).submodule_search_locations
    sys.modules[name] = package

from alibi.explainers.anchors.anchor_base import AnchorBaseBeam  # noqa: E402

SEEDS = range(5)
SETTINGS = {"desired_confidence": 0.95, "delta": 0.1, "epsilon": 0.15, "beam_size": 4, "stop_on_first": True,
            "min_samples_start": 100, "batch_size": 100, "coverage_samples": 10_000}
TRAINED = Path(__file__).resolve().parents[2] / "www" / "model"
UNKNOWN = 1


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Network:
    """An LSTM of one layer, its logit read at the last step."""

    def __init__(self, folder):
        stored = load_file(folder / "weights.safetensors")
        tensors = {name: values.astype(np.float32) * (stored[f"{name}.scale"].astype(np.float32)[:, None] if f"{name}.scale" in stored else 1)
                   for name, values in stored.items() if not name.endswith(".scale")}
        self.weights = {name: values.astype(np.float64) for name, values in tensors.items()}
        words = (folder / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
        self.ids = {word: number for number, word in enumerate(words) if number > UNKNOWN}

    def logits(self, texts):
        """Of texts [texts, steps] in which −1 says that there is no word: such a step is not taken."""
        w = self.weights
        bias = w["lstm.bias_ih_l0"] + w["lstm.bias_hh_l0"]
        h = np.zeros((len(texts), w["lstm.weight_hh_l0"].shape[1]))
        c = np.zeros_like(h)
        for ids in texts.T:
            gates = w["embedding.weight"][ids] @ w["lstm.weight_ih_l0"].T + h @ w["lstm.weight_hh_l0"].T + bias
            i, f, g, o = np.split(gates, 4, 1)
            after = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            read = (ids >= 0)[:, None]
            c, h = np.where(read, after, c), np.where(read, sigmoid(o) * np.tanh(after), h)
        return (h @ w["out.weight"].T + w["out.bias"])[:, -1]


def kept(words):
    """Every choice of words to keep [2^words, words]; word w is bit w of the choice's number."""
    return np.arange(2**words)[:, None] >> np.arange(words) & 1 == 1


def verdicts_of(network, text, change):
    """Whether the network judges each changed text as it does the text; choices in order."""
    ids = np.array([network.ids[word] for word in text.split(" ")])
    logits = network.logits(np.where(kept(len(ids)), ids, change))
    return (logits >= 0) == (logits[-1] >= 0)


class Sampler:
    """What `AnchorBaseBeam` asks for samples: changed texts are numbers, their verdicts are looked up."""

    def __init__(self, verdicts, words, seed):
        self.verdicts, self.words, self.random = verdicts, words, np.random.default_rng(seed)

    def __call__(self, anchor, num_samples, compute_labels=True):
        number, rule = anchor
        data = self.random.random((num_samples, self.words)) < 0.5
        data[:, list(rule)] = True
        if not compute_labels:
            return [data]
        labels = self.verdicts[data @ (1 << np.arange(self.words))]
        return [data[labels][:1], data[~labels][:1], labels.astype(int), data, -1.0, number]


def found(verdicts, words, seed):
    """[words of alibi's rule, the precision it claims, whether it calls the rule an anchor]."""
    search = AnchorBaseBeam([Sampler(verdicts, words, seed)], sample_cache_size=100)
    answer = search.anchor_beam(**SETTINGS)
    claimed = answer["precision"][-1] if answer["feature"] else answer["all_precision"]
    return [sorted(map(int, answer["feature"])), short(float(np.squeeze(claimed)), 6), bool(answer["success"])]


def precision(verdicts, words, rule):
    return verdicts[kept(words)[:, list(rule)].all(1)].mean()


def main():
    logging.disable(logging.WARNING)
    network, cases = Network(TRAINED), []
    for text in CONTESTED:
        words = len(text.split(" "))
        for kind, change in (("delete", -1), ("unknown", UNKNOWN)):
            verdicts = verdicts_of(network, text, change)
            answers = [found(verdicts, words, seed) for seed in SEEDS]
            bits = "".join("01"[int(verdict)] for verdict in verdicts[::-1])
            cases.append({"text": text, "perturbation": kind, "verdicts": f"{int(bits, 2):0{2**words // 4}x}", "alibi": answers})
            rules = {tuple(rule) for rule, _, _ in answers}
            print(f"{text} ({kind}): {precision(verdicts, words, ()):.3f}, then",
                  ", ".join(f"{' '.join(text.split(' ')[at] for at in rule) or 'nothing'} {precision(verdicts, words, rule):.3f}" for rule in sorted(rules)))
    write("anchors_alibi.json", {"made_by": f"tests/reference/anchors_alibi.py, alibi 0.9.6, numpy {np.__version__}",
                                 "threshold": SETTINGS["desired_confidence"], "cases": cases})


if __name__ == "__main__":
    main()
