"""The package lime over PyTorch's LSTM with our weights, as a process that answers one request a line.

    python python_lime.py typical|tuned WEIGHTS.safetensors VOCABULARY.txt

typical  what a user writes: each string split and looked up, batches in lime's order, padded, torch.nn.LSTM.
tuned    the same sorted by length, steps first, in the largest batches that help; see BATCHES.

A request is a JSON object {"text": tokens with single spaces between them, "samples": number}; with "tune": true it
tries the batch sizes instead. An answer is {"milliseconds", "steps" of the network, "r2", "batch"}.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from lime.lime_text import LimeTextExplainer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/reference"))
from bundle import matrices  # noqa: E402

UNKNOWN = 1
TYPICAL_BATCH = 64
BATCHES = (64, 128, 256, 512)
SPACES = r" +"  # lime then takes exactly our tokens as its words


class Classifier:
    """The network as lime wants it: strings in, probabilities of both classes out."""

    def __init__(self, weights, vocabulary):
        tensors = {name: values.float() for name, values in matrices(weights).items()}
        tokens = Path(vocabulary).read_text(encoding="utf-8").removesuffix("\n").split("\n")
        self.ids = {token: index for index, token in enumerate(tokens)}
        self.embedding = torch.nn.Embedding.from_pretrained(tensors["embedding.weight"])
        self.out, self.bias = tensors["out.weight"][0], tensors["out.bias"]
        own = {name.removeprefix("lstm."): values for name, values in tensors.items() if name.startswith("lstm.")}
        width, hidden = own["weight_ih_l0"].shape[1], own["weight_hh_l0"].shape[1]
        self.lstm = torch.nn.LSTM(width, hidden)
        self.lstm.load_state_dict(own)
        self.lstm.eval()
        self.batch = TYPICAL_BATCH
        self.steps = 0

    def read(self, strings):
        """Ids of each string; an empty one becomes <pad>, which changes one sample in a hundred a little."""
        texts = [[self.ids.get(token, UNKNOWN) for token in string.split()] or [0] for string in strings]
        self.steps += sum(map(len, texts))
        return texts

    @torch.inference_mode()
    def logits(self, texts):
        """Of one batch: padded to its longest text, each text's state taken at its own last token."""
        lengths = torch.tensor([len(text) for text in texts])
        padded = torch.nn.utils.rnn.pad_sequence([torch.tensor(text) for text in texts])
        states, _ = self.lstm(self.embedding(padded))
        return states[lengths - 1, torch.arange(len(texts))] @ self.out + self.bias

    def typical(self, strings):
        texts = self.read(strings)
        batches = [texts[at:at + self.batch] for at in range(0, len(texts), self.batch)]
        return both_classes(torch.cat([self.logits(batch) for batch in batches]))

    def tuned(self, strings):
        texts = self.read(strings)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        logits = torch.empty(len(texts))
        for at in range(0, len(order), self.batch):
            batch = order[at:at + self.batch]
            logits[batch] = self.logits([texts[index] for index in batch])
        return both_classes(logits)


def both_classes(logits):
    positive = torch.sigmoid(logits).numpy()
    return np.stack([1 - positive, positive], 1)


def explain(classifier, how, text, samples):
    """lime with its own defaults, ten features and the probability among them."""
    explainer = LimeTextExplainer(split_expression=SPACES, random_state=0)
    classifier.steps = 0
    begin = time.perf_counter()
    explanation = explainer.explain_instance(text, getattr(classifier, how), num_samples=samples)
    milliseconds = 1000 * (time.perf_counter() - begin)
    return {"milliseconds": milliseconds, "steps": classifier.steps, "r2": explanation.score, "batch": classifier.batch}


def tune(classifier, how, text, samples):
    """Leaves the fastest batch size set."""
    def milliseconds(batch):
        classifier.batch = batch
        return explain(classifier, how, text, samples)["milliseconds"]

    classifier.batch = min(BATCHES, key=milliseconds)
    return {"batch": classifier.batch}


def main(how, weights, vocabulary):
    torch.set_num_threads(1)
    classifier = Classifier(weights, vocabulary)
    print(json.dumps({"torch": torch.__version__.split("+")[0]}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        answer = tune if request.get("tune") else explain
        print(json.dumps(answer(classifier, how, request["text"], request["samples"])), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
