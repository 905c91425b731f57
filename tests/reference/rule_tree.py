"""The tree of the phrase rules as scikit-learn grows it → rule_tree.json.

    python rule_tree.py                      writes ../fixtures/rule_tree.json
    python rule_tree.py --bundle BUNDLE      compares the tree of a bundle's index with scikit-learn's on the same reviews

Rows are texts, features are whether a text holds a phrase, the class is the network's verdict. DecisionTreeClassifier is
asked for the same tree: Gini, the best split, so many questions to a leaf, so many rows in it at least, and no question that
gains nothing (it asks those otherwise; MIN_GAIN is far below the least gain that whole numbers of rows can have).

What no program can settle is which of two questions that gain exactly the same is asked first: scikit-learn takes the one it
meets first in an order drawn by `random_state`, we the one that stands first in the list. So each node is written with all
phrases of the largest gain, found here by whole fractions; where there is one, the node and what is below it must be the
same, and where there are several, the question must be one of them and nothing below it is compared unless it is the same.
"""

import argparse
import gzip
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import sklearn
from scipy.sparse import csc_matrix
from sklearn.tree import DecisionTreeClassifier

from fixture import write

SEED = 20_261_125
LEAST = 20
MIN_GAIN = 1e-9
LEAF = -1


def fit(features, verdicts, depth):
    tree = DecisionTreeClassifier(criterion="gini", splitter="best", max_depth=depth, min_samples_leaf=LEAST,
                                  min_impurity_decrease=MIN_GAIN, random_state=SEED)
    return tree.fit(features, verdicts)


def impurity(a, b):
    """Gini times the number of rows, but for a factor of 2."""
    return Fraction(int(a) * int(b), int(a + b)) if a + b else Fraction(0)


def best(features, verdicts, inside):
    """All phrases whose question gains the most, exactly; none if no question gains anything."""
    rows, of = features[inside], verdicts[inside]
    with_positive = np.asarray(rows[of].sum(0)).ravel().astype(int)
    with_all = np.asarray(rows.sum(0)).ravel().astype(int)
    positive, total = int(of.sum()), len(of)
    whole, found = impurity(total - positive, positive), {}
    for phrase in np.flatnonzero((with_all >= LEAST) & (total - with_all >= LEAST)):
        p, n = with_positive[phrase], with_all[phrase]
        gain = whole - impurity(n - p, p) - impurity(total - n - positive + p, positive - p)
        found.setdefault(gain, []).append(int(phrase))
    top = max(found, default=Fraction(0))
    return found[top] if top > 0 else []


def nodes_of(model, features, verdicts):
    """Nodes in the order parent, without, with: [phrase or -1, judged negative, judged positive, phrases of equal gain]."""
    tree, nodes = model.tree_, []

    def visit(node, inside):
        positive = int(verdicts[inside].sum())
        phrase = int(tree.feature[node]) if tree.children_left[node] >= 0 else LEAF
        equals = best(features, verdicts, inside) if phrase != LEAF else []
        assert phrase == LEAF or phrase in equals, (node, phrase, equals)
        nodes.append([phrase, len(inside) - positive, positive, equals])
        if phrase != LEAF:
            has = np.asarray(features[inside][:, [phrase]].sum(1)).ravel() > 0
            visit(tree.children_left[node], inside[~has])
            visit(tree.children_right[node], inside[has])

    visit(0, np.arange(len(verdicts)))
    return nodes


def drawn(random, rows, phrases, most, least):
    """Presence by chance, the first phrase in a share `most` of the rows, the last in `least`, geometrically between."""
    shares = most * (least / most) ** (np.arange(phrases) / (phrases - 1))
    return (random.random((rows, phrases)) < shares).astype(np.int8)


def flipped(random, verdicts, share):
    return verdicts ^ (random.random(len(verdicts)) < share)


def case(name, features, verdicts, depth):
    """A case: the deepest tree node by node, and how many rows each shallower one gets right."""
    fits = [fit(features, verdicts, limit) for limit in range(1, depth + 1)]
    nodes = nodes_of(fits[-1], csc_matrix(features).tocsr(), verdicts)
    equals = sum(len(node[3]) > 1 for node in nodes)
    print(f"{name}: {len(verdicts)} rows, {features.shape[1]} phrases, {sum(n[0] != LEAF for n in nodes)} questions, {equals} with equals")
    rows = ["".join("01"[bit] for bit in row) for row in features]
    return {"name": name, "phrases": features.shape[1], "rows": [f"{int(row, 2):x}" for row in rows],
            "verdicts": "".join("01"[int(verdict)] for verdict in verdicts), "depth": depth,
            "right": [int((model.predict(features) == verdicts).sum()) for model in fits], "nodes": nodes}


def cases():
    random = np.random.RandomState(SEED)
    planted = drawn(random, 700, 16, 0.6, 0.3)
    yield case("one phrase without another", planted, flipped(random, (planted[:, 5] & ~planted[:, 9] & 1).astype(bool), 0.08), 6)
    phrases = drawn(random, 1500, 48, 0.5, 0.02)
    weights = random.normal(size=48) * np.linspace(0.5, 2.5, 48)
    yield case("many phrases, the rarer the stronger", phrases, phrases @ weights + random.normal(size=1500) > 0, 6)
    noise = drawn(random, 400, 20, 0.5, 0.06)
    yield case("verdicts by chance", noise, random.random(400) < 0.4, 6)
    doubled = drawn(random, 300, 10, 0.5, 0.2)
    doubled = np.hstack([doubled, doubled[:, [2]], 1 - doubled[:, [4]]])
    yield case("phrases that stand in the same texts", doubled, flipped(random, doubled[:, 2] + doubled[:, 4] + doubled[:, 6] >= 2, 0.1), 5)
    exclusive = drawn(random, 250, 8, 0.4, 0.1)
    yield case("a parity, of which no question gains much", exclusive, (exclusive[:, 0] ^ exclusive[:, 1]).astype(bool), 4)
    yield case("one verdict only", drawn(random, 60, 4, 0.5, 0.4), np.ones(60, bool), 3)
    yield case("too few texts for two leaves", drawn(random, 39, 4, 0.5, 0.4), random.random(39) < 0.5, 3)


def firing(texts, phrases, ids):
    """Which phrases each text holds, as a sparse matrix: every run of up to five of its words is looked up."""
    from tokenizer import tokenize
    ranks = {phrase: rank for rank, phrase in enumerate(phrases)}
    longest = max(map(len, phrases))
    rows, columns = [], []
    for row, text in enumerate(texts):
        words = [ids.get(token, 1) for token, _, _ in tokenize(text)]
        found = {ranks.get(tuple(words[at:at + length])) for at in range(len(words)) for length in range(1, longest + 1)}
        for rank in found - {None}:
            rows.append(row)
            columns.append(rank)
    return csc_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(texts), len(phrases)))


def compare(bundle):
    """The stored tree against scikit-learn's of the same depth, on the reviews that the bundle carries."""
    from safetensors.numpy import load_file
    index = load_file(bundle / "index.safetensors")
    vocabulary = (bundle / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    ids = {token: number for number, token in enumerate(vocabulary) if number >= 2}
    ends = index["phrases.entry"][:, 0].tolist()
    phrases = [tuple(index["phrases.token"][begin:end].tolist()) for begin, end in zip([0, *ends], ends)]
    texts = {}
    for shard in sorted(bundle.glob("reviews-*.json.gz")):
        for review in json.loads(gzip.decompress(shard.read_bytes()))["reviews"]:
            texts[review["review"]] = review["text"]
    train = np.flatnonzero(index["reviews.split"] == 0)
    verdicts = index["reviews.probability"][train] > 0.5
    features = firing([texts[row] for row in index["reviews.row"][train]], phrases, ids)
    held = np.asarray(features.sum(0)).ravel().astype(int)
    print(f"{len(train):,} training reviews, {len(phrases):,} phrases; reviews that hold a phrase differ from the index for {(held != index['phrases.entry'][:, 3]).sum()} phrases")
    stored = index["phrases.tree"].astype(np.int64)

    def ours(node=0):
        phrase, without, has, negative, positive = stored[node].tolist()
        is_leaf = without == 0
        own = [LEAF if is_leaf else phrase, negative, positive]
        return [own] if is_leaf else [own, *ours(without), *ours(has)]

    def depth(node=0):
        return 0 if stored[node][1] == 0 else 1 + max(depth(stored[node][1]), depth(stored[node][2]))

    model = fit(features, verdicts, depth())
    theirs = nodes_of(model, features.tocsr(), verdicts)
    same = sum(own == other[:3] for own, other in zip(ours(), theirs))
    equal = sum(own != other[:3] and own[1:] == other[1:3] and own[0] in other[3] for own, other in zip(ours(), theirs))
    right = sum(max(node[1:]) for node in ours() if node[0] == LEAF)
    print(f"depth {depth()}: ours has {len(ours())} nodes, scikit-learn's {len(theirs)}; {same} are the same in question and counts, "
          f"and {equal} asks for another phrase of the same gain; of the training verdicts ours gives {right:,}, "
          f"scikit-learn's {int((model.predict(features) == verdicts).sum()):,}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bundle", type=Path)
    bundle = parser.parse_args().bundle
    if bundle:
        return compare(bundle)
    write("rule_tree.json", {"made_by": f"tests/reference/rule_tree.py, scikit-learn {sklearn.__version__}, seed {SEED}",
                             "least": LEAST, "cases": list(cases())})


if __name__ == "__main__":
    main()
