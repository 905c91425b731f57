"""Opens a model as PyTorch would have it: weights.safetensors and vocab.txt of a bundle or of www/model."""

import json
from pathlib import Path

import torch
from safetensors.numpy import load_file

SPECIAL = 2  # <pad> and <unk>, which no search may find


def matrices(path):
    """Every tensor of a safetensors file in double precision, int8 ones multiplied by the scale of their row."""
    stored = {name: torch.from_numpy(values) for name, values in load_file(path).items()}
    tensors = {}
    for name, values in stored.items():
        if name.endswith(".scale") and name.removesuffix(".scale") in stored:
            continue
        scale = stored.get(f"{name}.scale")
        # The scale is applied in single precision, as the model does: explanations are of exactly those numbers.
        values = values.float() if scale is None else values.float() * scale.float()[:, None]
        tensors[name] = values.double()
    return tensors


class Model:
    """The network and its vocabulary; sizes come from the tensors, the read-out from the manifest beside them."""

    def __init__(self, folder, readout=None):
        folder = Path(folder)
        tensors = matrices(folder / "weights.safetensors")
        self.vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
        self.ids = {token: index for index, token in enumerate(self.vocabulary) if index >= SPECIAL}
        self.readout = readout or configured_readout(folder)
        self.embedding = tensors["embedding.weight"]
        self.out, self.bias = tensors["out.weight"], tensors["out.bias"]
        self.cell = "lstm" if "lstm.weight_hh_l0" in tensors else "gru"
        own = {name.removeprefix(f"{self.cell}."): values for name, values in tensors.items() if name.startswith(f"{self.cell}.")}
        layers = sum(name.startswith("weight_hh_l") and not name.endswith("_reverse") for name in own)
        self.bidirectional = "weight_hh_l0_reverse" in own
        self.hidden = own["weight_hh_l0"].shape[1]
        kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[self.cell]
        self.network = kind(self.embedding.shape[1], self.hidden, layers, bidirectional=self.bidirectional, batch_first=True).double()
        self.network.load_state_dict(own)

    def states(self, ids, start=None):
        """Hidden states [texts, steps, features] of texts [texts, steps], and the state to go on from."""
        return self.network(self.embedding[ids], start)

    def logits(self, states):
        """Of the last class, for whole texts [texts, steps, features]."""
        if self.readout == "mean":
            features = states.mean(1)
        elif self.readout == "max":
            features = states.max(1).values
        else:
            features = torch.cat([states[:, -1, : self.hidden], states[:, 0, self.hidden:]], 1)
        return (features @ self.out.T + self.bias)[:, -1]


def configured_readout(folder):
    for name in ("manifest.json", "model.json"):
        if (folder / name).exists():
            content = json.loads((folder / name).read_text(encoding="utf-8"))
            return content.get("config", content).get("readout", "last")
    return "last"
