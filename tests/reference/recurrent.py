"""Recurrent networks as PyTorch computes them: the oracle for the model's forward pass and its gradients.

torch.nn.LSTM and torch.nn.GRU run in double precision on weights that are exact in single precision, so that what is
stored is the truth to which both implementations round. The script also checks that PyTorch's own single precision
stays within the tolerances that the Rust tests use.

Token i of a text of any length is (7*i*i + 3*i + 1) % vocabulary.
"""

import itertools

import torch

from fixture import short, write

SEED = 20240601
VOCABULARY, EMBEDDING, HIDDEN = 11, 5, 7
LENGTHS = (1, 2, 50, 1000)
READOUTS = ("last", "mean", "max")
OUTPUTS = (1, 3)
GRADIENT_LENGTH = 12
# Running scores: of every prefix; only where they are few.
RUNNING = {(1, 1), (2, 1), (50, 1), (1, 3), (2, 3)}  # (length, outputs)
# The tolerances of tests/parity.rs.
HIDDEN_TOLERANCE, LOGIT_TOLERANCE = 1e-5, 1e-4


def token_ids(length, vocabulary=VOCABULARY):
    return torch.tensor([(7 * i * i + 3 * i + 1) % vocabulary for i in range(length)], dtype=torch.long)


class Network:
    """An embedding and a recurrent network with weights; output layers are passed in where they are used."""

    def __init__(self, cell, layers, bidirectional, sizes=(VOCABULARY, EMBEDDING, HIDDEN)):
        vocabulary, embedding, hidden = sizes
        self.cell, self.layers, self.bidirectional, self.sizes = cell, layers, bidirectional, sizes
        kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell]
        self.recurrent = kind(embedding, hidden, layers, bidirectional=bidirectional, batch_first=True).double()
        self.embedding = torch.nn.Embedding(vocabulary, embedding).double()

    def tensors(self):
        """Every weight under its name in the file, output layer apart."""
        named = {"embedding.weight": self.embedding.weight}
        named.update({f"{self.cell}.{name}": value for name, value in self.recurrent.named_parameters()})
        return named

    def hidden(self, ids, dtype=torch.float64):
        """Hidden states of the last layer, [steps, directions * units], forward direction first."""
        recurrent, embedding = self.recurrent.to(dtype), self.embedding.to(dtype)
        states = recurrent(embedding(ids)[None])[0][0]
        self.recurrent.double(), self.embedding.double()
        return states

    def features(self, states, readout):
        """What the output layer reads; "last" is the final state of each direction."""
        if readout == "mean":
            return states.mean(0)
        if readout == "max":
            return states.max(0).values
        units = self.sizes[2]
        return torch.cat([states[-1, :units], states[0, units:]])

    def config(self):
        vocabulary, embedding, hidden = self.sizes
        return {"cell": self.cell, "vocabulary": vocabulary, "embedding": embedding, "hidden": hidden,
                "layers": self.layers, "directions": "bidirectional" if self.bidirectional else "unidirectional"}


def fill(tensor, low, high, generator):
    """Uniform values of four decimals, exact in single precision after one rounding."""
    values = torch.rand(tensor.shape, generator=generator, dtype=torch.float64) * (high - low) + low
    tensor.data = (values * 1e4).round().div(1e4).float().double()


def stored(tensor):
    return {"shape": list(tensor.shape), "values": [round(value, 4) for value in tensor.flatten().tolist()]}


def probability(logits):
    """Of the last class: the logistic of a single logit, softmax of several."""
    return (torch.sigmoid(logits) if len(logits) == 1 else torch.softmax(logits, 0))[-1].item()


def make_network(generator, *shape):
    network = Network(*shape)
    for name, tensor in network.tensors().items():
        reach = 1.0 if name == "embedding.weight" else 0.6
        fill(tensor, -reach, reach, generator)
    features = HIDDEN * (2 if network.bidirectional else 1)
    heads = {}
    for outputs in OUTPUTS:
        weight, bias = torch.empty(outputs, features), torch.empty(outputs)
        fill(weight, -1, 1, generator)
        fill(bias, -0.5, 0.5, generator)
        heads[outputs] = (weight, bias)
    return network, heads


def cases_of(network, heads):
    """Logits for every length, read-out and number of outputs."""
    for length, readout, outputs in itertools.product(LENGTHS, READOUTS, OUTPUTS):
        weight, bias = heads[outputs]
        ids = token_ids(length)
        states = network.hidden(ids)
        logits = weight @ network.features(states, readout) + bias
        single = weight.float() @ network.features(network.hidden(ids, torch.float32), readout) + bias.float()
        assert (single - logits).abs().max() <= LOGIT_TOLERANCE
        running = None
        if (length, outputs) in RUNNING and not network.bidirectional:
            prefixes = [network.features(states[: end + 1], readout) for end in range(length)]
            running = short([(weight @ prefix + bias).tolist() for prefix in prefixes])
        yield {"readout": readout, "outputs": outputs, "length": length, "logits": short(logits.tolist()),
               "probability": short(probability(logits)), "running_logits": running}


def hidden_of(network):
    """The last layer's states at both ends of every length."""
    for length in LENGTHS:
        states = network.hidden(token_ids(length))
        assert (network.hidden(token_ids(length), torch.float32) - states).abs().max() <= HIDDEN_TOLERANCE
        yield {"length": length, "first": short(states[0].tolist()), "last": short(states[-1].tolist())}


def gradients_of(network, weight, bias, generator):
    """Autograd of one layer in one direction: the logit at the end, and a weighted sum of the logits at every step.

    The second also starts from a given state and is what training needs: a gradient arrives at every step.
    """
    embedded = network.embedding(token_ids(GRADIENT_LENGTH)).detach().requires_grad_()
    start = [torch.empty(1, 1, HIDDEN) for _ in range(2 if network.cell == "lstm" else 1)]
    for state in start:
        fill(state, -0.8, 0.8, generator)
        state.requires_grad_()
    for objective in ("last", "every_step"):
        given = objective == "every_step"
        initial = (tuple(start) if network.cell == "lstm" else start[0]) if given else None
        states = network.recurrent(embedded[None], initial)[0][0]
        logits = (states @ weight.T + bias)[:, 0]
        steps = torch.arange(1, GRADIENT_LENGTH + 1, dtype=torch.float64) / GRADIENT_LENGTH
        value = (logits * steps).sum() if given else logits[-1]
        wanted = {"embedded": embedded} | dict(network.tensors())
        del wanted["embedding.weight"]
        if given:
            wanted |= dict(zip(("initial_hidden", "initial_cell"), start))
        gradients = torch.autograd.grad(value, list(wanted.values()))
        yield {"objective": objective, "length": GRADIENT_LENGTH, "value": short(value.item()),
               "initial": [stored(state)["values"] for state in start] if given else None,
               "gradients": {name: {"shape": list(gradient.squeeze().shape), "values": short(gradient.flatten().tolist())}
                             for name, gradient in zip(wanted, gradients)}}


def small_networks(generator):
    for cell, layers, bidirectional in itertools.product(("lstm", "gru"), (1, 2), (False, True)):
        network, heads = make_network(generator, cell, layers, bidirectional)
        tensors = {name: stored(tensor) for name, tensor in network.tensors().items()}
        one = layers == 1 and not bidirectional
        yield {"name": f"{cell}, {layers} layer{'s'[:layers > 1]}, {network.config()['directions']}",
               "config": network.config(), "weights": tensors,
               "heads": {str(outputs): {"out.weight": stored(weight), "out.bias": stored(bias)}
                         for outputs, (weight, bias) in heads.items()},
               "hidden": list(hidden_of(network)), "cases": list(cases_of(network, heads)),
               "gradients": list(gradients_of(network, *heads[1], generator)) if one else None}


def generated(tensor, state, scale):
    """Fills a tensor row by row: state = (1664525 * state + 1013904223) mod 2^32, value = scale * (2 * (state >> 8) / 2^24 - 1)."""
    values = []
    for _ in range(tensor.numel()):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(scale * (2 * (state >> 8) / 2**24 - 1))
    tensor.data = torch.tensor(values, dtype=torch.float64).reshape(tensor.shape)
    return state


def large_networks():
    """The size of the shipped model, its weights by formula so that no weight need be stored."""
    vocabulary, embedding, hidden = 50, 100, 128
    for cell in ("lstm", "gru"):
        network = Network(cell, 1, False, (vocabulary, embedding, hidden))
        weight, bias = torch.empty(1, hidden), torch.empty(1)
        tensors = network.tensors() | {"out.weight": weight, "out.bias": bias}
        state, order = 1, []
        for name, tensor in tensors.items():
            scale = {"embedding.weight": 1.0, "out.weight": 0.25, "out.bias": 0.25}.get(name, 0.125)
            state = generated(tensor, state, scale)
            order.append({"name": name, "shape": list(tensor.shape), "scale": scale})
        runs = []
        for length in LENGTHS:
            ids = token_ids(length, vocabulary)
            states = network.hidden(ids)
            assert (network.hidden(ids, torch.float32) - states).abs().max() <= HIDDEN_TOLERANCE
            runs.append({"length": length, "last": short(states[-1].tolist()),
                         "logits": short((weight @ states[-1] + bias).tolist())})
        yield {"name": f"{cell} of the shipped model's size", "config": network.config(), "order": order, "runs": runs}


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        large = list(large_networks())
    write("recurrent.json", {
        "made_by": f"tests/reference/recurrent.py, torch {torch.__version__.split('+')[0]}, seed {SEED}",
        "ids": "(7*i*i + 3*i + 1) % vocabulary",
        "generator": "state = (1664525*state + 1013904223) % 2^32 from 1, value = scale * (2*(state>>8)/2^24 - 1), tensors in order, row by row",
        "networks": list(small_networks(generator)),
        "generated": large,
    })


if __name__ == "__main__":
    main()
