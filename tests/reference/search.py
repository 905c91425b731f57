"""Brute force over a trained model: what its fast searches must find. Prints JSON, writes no fixture.

    python search.py predict    BUNDLE [--pretokenized] < texts            logit and running logits of every line
    python search.py words      BUNDLE [--prefix "tokens before"]          every word of the vocabulary run on its own
    python search.py cosine     BUNDLE VECTOR.json                         the word vectors nearest in direction
    python search.py neighbours STATES.safetensors NAME QUERY.json         the rows of a matrix nearest to a vector

BUNDLE is a folder with weights.safetensors (f32, or int8 with scales) and vocab.txt. Ties are broken by id. VECTOR and
QUERY are JSON lists of numbers, or objects that hold one under "vector".
"""

import argparse
import json
import sys
from pathlib import Path

import torch

from bundle import SPECIAL, Model, matrices
from tokenizer import tokenize

BATCH = 2048


def ranked(scores, count, largest=True):
    """Indices of the best scores, ties by index; not-a-number last."""
    values = torch.nan_to_num(scores if largest else -scores, nan=-torch.inf)
    return torch.argsort(values, descending=True, stable=True)[:count].tolist()


def predict(options):
    model = Model(options.bundle, options.readout)
    for line in sys.stdin.read().removesuffix("\n").split("\n"):
        tokens = [t for t in line.split(" ") if t] if options.pretokenized else [token for token, _, _ in tokenize(line)]
        ids = torch.tensor([model.ids.get(token, 1) for token in tokens], dtype=torch.long)
        lengths = range(1, len(ids) + 1)
        if len(ids) and not model.bidirectional:
            states = model.states(ids[None])[0]
            running = [model.logits(states[:, :length]).item() for length in lengths]
        else:
            running = [model.logits(model.states(ids[None, :length])[0]).item() for length in lengths]
        logit = running[-1] if running else model.bias[-1].item()
        yield {"tokens": tokens, "unknown": [token not in model.ids for token in tokens], "logit": logit, "running_logit": running}


def words(options):
    """Corpus search over single words: from the zero state, or after a prefix."""
    model = Model(options.bundle, options.readout)
    prefix = torch.tensor([model.ids.get(token, 1) for token in options.prefix.split()], dtype=torch.long)
    candidates = torch.arange(SPECIAL, len(model.vocabulary))
    logits = torch.cat([model.logits(model.states(torch.cat([prefix.expand(len(batch), -1), batch[:, None]], 1))[0])
                        for batch in candidates.split(BATCH)])

    def items(largest):
        return [{"token": model.vocabulary[index + SPECIAL], "id": index + SPECIAL, "score": logits[index].item()}
                for index in ranked(logits, options.top, largest)]

    yield {"method": "corpus-search", "prefix": options.prefix.split(), "words": len(candidates),
           "items": items(True), "lowest": items(False)}


def cosines(rows, vector):
    """Cosine of every row with a vector; not-a-number for rows of length zero."""
    return (rows @ vector) / (rows.norm(dim=1) * vector.norm())


def vector_of(path):
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    return torch.tensor(content["vector"] if isinstance(content, dict) else content, dtype=torch.float64)


def cosine(options):
    model = Model(options.bundle, options.readout)
    scores = cosines(model.embedding, vector_of(options.vector))
    scores[:SPECIAL] = torch.nan
    found = [index for index in ranked(scores, options.top) if not scores[index].isnan()]
    yield {"items": [{"token": model.vocabulary[index], "id": index, "score": scores[index].item()} for index in found]}


def neighbours(options):
    rows, query = matrices(options.states)[options.name], vector_of(options.query)
    if options.metric == "cosine":
        scores = 1 - cosines(rows, query)
    else:
        scores = (rows - query).norm(dim=1)
    found = [index for index in ranked(scores, options.top, largest=False) if not scores[index].isnan()]
    yield {"metric": options.metric, "rows": len(rows), "items": [{"row": index, "score": scores[index].item()} for index in found]}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    for run, names, top in ((predict, ["bundle"], 0), (words, ["bundle"], 20), (cosine, ["bundle", "vector"], 10),
                            (neighbours, ["states", "name", "query"], 10)):
        verb = verbs.add_parser(run.__name__)
        verb.set_defaults(run=run)
        for name in names:
            verb.add_argument(name)
        verb.add_argument("--top", type=int, default=top)
        verb.add_argument("--readout", choices=("last", "mean", "max"), help="otherwise as the manifest says")
        verb.add_argument("--pretokenized", action="store_true")
        verb.add_argument("--prefix", default="")
        verb.add_argument("--metric", choices=("l2", "cosine"), default="l2")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = arguments()
    with torch.no_grad():
        for answer in chosen.run(chosen):
            print(json.dumps(answer, ensure_ascii=False))
