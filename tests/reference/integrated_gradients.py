"""Integrated gradients as Captum computes them, and Gauss-Legendre rules as numpy does.

Captum's LayerIntegratedGradients (50 nodes, method gausslegendre) runs in double precision on the small networks of
recurrent.py, from a text of unknown words and from one of padding; its IntegratedGradients on the word vectors
themselves, from zeros and from the vocabulary's mean vector. Attributions are summed over the embedding.
"""

import captum
import numpy
import torch
from captum.attr import IntegratedGradients, LayerIntegratedGradients

from fixture import short, write
from recurrent import make_network, stored, token_ids

SEED = 20261125
SHAPES = (("lstm", 1, False), ("gru", 1, False), ("lstm", 2, True))
LENGTHS = (1, 2, 30)
NODES = 50
PAD, UNKNOWN = 0, 1


class Judge(torch.nn.Module):
    """Ids to the last class's score; the same from word vectors."""

    def __init__(self, network, head, target):
        super().__init__()
        self.network, self.target = network, target
        self.embedding, self.recurrent = network.embedding, network.recurrent
        self.weight, self.bias = head

    def of_vectors(self, vectors):
        states = self.recurrent(vectors)[0]
        units = self.network.sizes[2]
        features = torch.cat([states[:, -1, :units], states[:, 0, units:]], 1)
        logits = features @ self.weight.T + self.bias
        if self.target == "logit":
            return logits[:, -1]
        return torch.sigmoid(logits)[:, -1] if logits.shape[1] == 1 else torch.softmax(logits, 1)[:, -1]

    def forward(self, ids):
        return self.of_vectors(self.embedding(ids))


def weights_of(judge, ids, baseline):
    """Captum's weight of each token, and the scores of text and baseline."""
    settings = {"n_steps": NODES, "method": "gausslegendre"}
    vectors = judge.embedding(ids).detach()
    if baseline in ("unknown", "pad"):
        other = torch.full_like(ids, {"unknown": UNKNOWN, "pad": PAD}[baseline])
        found = LayerIntegratedGradients(judge, judge.embedding).attribute(ids, other, **settings)
        begin = judge.embedding(other).detach()
    else:
        begin = torch.zeros_like(vectors)
        if baseline == "mean":
            begin = begin + judge.embedding.weight[UNKNOWN + 1:].mean(0)
        found = IntegratedGradients(judge.of_vectors).attribute(vectors, begin.detach(), **settings)
    scores = [judge.of_vectors(v)[0].item() for v in (vectors, begin)]
    return found[0].sum(1).tolist(), scores


def cases_of(network, heads):
    for outputs, head in heads.items():
        for target in ("logit", "probability"):
            judge = Judge(network, head, target)
            for length in LENGTHS:
                ids = token_ids(length)[None]
                for baseline in ("unknown", "mean", "zero", "pad"):
                    weights, (score, baseline_score) = weights_of(judge, ids, baseline)
                    yield {"outputs": outputs, "target": target, "length": length, "baseline": baseline,
                           "weights": short(weights), "score": short(score), "baseline_score": short(baseline_score)}


def rule(count):
    """Nodes and weights on the interval from 0 to 1."""
    nodes, weights = numpy.polynomial.legendre.leggauss(count)
    return {"count": count, "nodes": short((0.5 + 0.5 * nodes).tolist(), 17), "weights": short((0.5 * weights).tolist(), 17)}


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(SEED)
    networks = []
    for shape in SHAPES:
        network, heads = make_network(generator, *shape)
        networks.append({
            "config": network.config(),
            "weights": {name: stored(tensor) for name, tensor in network.tensors().items()},
            "heads": {str(outputs): {"out.weight": stored(weight), "out.bias": stored(bias)}
                      for outputs, (weight, bias) in heads.items()},
            "cases": list(cases_of(network, heads)),
        })
    write("integrated_gradients.json", {
        "made_by": f"tests/reference/integrated_gradients.py, captum {captum.__version__}, torch {torch.__version__.split('+')[0]}, numpy {numpy.__version__}, seed {SEED}",
        "ids": "(7*i*i + 3*i + 1) % vocabulary",
        "rules": [rule(count) for count in (1, 2, 3, 7, 50, 200)],
        "networks": networks,
    })


if __name__ == "__main__":
    main()
