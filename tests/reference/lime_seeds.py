"""Twenty runs of the package `lime`, each with its own seed, on our own texts under the toy classifier of toy.py.

What is stored is the mean and the standard error of every word's weight over the seeds: LIME's own spread, within which
another implementation's mean must fall. LIME's units are the tokens, because the text is tokens joined by single spaces
and both the splitter and the classifier split on them. Runs use all features; `top` holds the ten words of largest mean
weight, and `default` the same for LIME's default of ten features, a word that was not selected weighing 0.
"""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from lime.lime_text import LimeTextExplainer

from fixture import short, write
from own_texts import TEXTS
from toy import probability, words_of

SEEDS = range(20)
SAMPLES = 5000
TOP = 10


def classify(texts):
    positive = np.array([probability(text.split()) for text in texts])
    return np.stack([1 - positive, positive], axis=1)


def runs_of(text, features):
    """Weights [seeds, words], intercepts and scores [seeds]."""
    words = words_of(text)
    weights, intercepts, scores = np.zeros((len(SEEDS), len(words))), [], []
    for row, seed in zip(weights, SEEDS):
        explainer = LimeTextExplainer(split_expression=str.split, bow=True, random_state=seed)
        explained = explainer.explain_instance(text, classify, num_features=features, num_samples=SAMPLES)
        for word, weight in explained.as_list():
            row[words.index(word)] = weight
        intercepts.append(explained.intercept[1])
        scores.append(explained.score[1] if isinstance(explained.score, dict) else explained.score)
    return weights, np.array(intercepts, dtype=float), np.array(scores, dtype=float)


def spread(values):
    return {"mean": short(float(np.mean(values)), 9), "standard_error": short(float(np.std(values, ddof=1) / np.sqrt(len(values))), 6)}


def summary(text, features):
    words = words_of(text)
    weights, intercepts, scores = runs_of(text, features)
    order = np.argsort(-np.abs(weights.mean(0)), kind="stable")[:TOP]
    firsts = Counter(words[index] for index in np.abs(weights).argmax(1))
    return {"top": [{"word": words[index], **spread(weights[:, index])} for index in order],
            "first": [{"word": word, "seeds": count} for word, count in firsts.most_common()],
            "intercept": spread(intercepts), "score": spread(scores)}


def explained(text):
    return {"text": text, "probability": probability(text.split()), "words": len(words_of(text)),
            "all": summary(text, len(words_of(text))), "default": summary(text, 10)}


def main():
    with ProcessPoolExecutor() as pool:
        texts = []
        for result in pool.map(explained, TEXTS):
            texts.append(result)
            print(f"{len(texts)} of {len(TEXTS)}", end="\r", file=sys.stderr)
    write("lime_seeds.json", {
        "made_by": f"tests/reference/lime_seeds.py, lime 0.2.0.1, seeds {SEEDS.start} to {SEEDS.stop - 1}",
        "classifier": "tests/reference/toy.py", "seeds": len(SEEDS), "samples": SAMPLES, "texts": texts,
    })


if __name__ == "__main__":
    main()
