"""LIME's weighting, feature selection and ridge fit as the package `lime` computes them, on given masks and answers.

A case holds masks (one string of 0 and 1 per sample, the first all ones), the classifier's answers, the kernel weights,
and what LimeBase.explain_instance_with_data makes of them for every selection method.
"""

from functools import partial

import numpy as np
import sklearn
from lime.lime_base import LimeBase
from sklearn.linear_model import Ridge
from sklearn.metrics.pairwise import pairwise_distances

from fixture import short, write
from own_texts import TEXTS
from toy import probability, words_of

SEED = 20240602
KERNEL_WIDTH = 25
DIGITS = 13
MOST_SAMPLES = 250


def kernel(distances, width):
    """What LimeTextExplainer.__init__ defines."""
    return np.sqrt(np.exp(-(distances ** 2) / width ** 2))


def distances_of(masks):
    """What LimeTextExplainer.__data_labels_distances computes."""
    return pairwise_distances(masks, masks[:1], metric="cosine").ravel() * 100


def draw_masks(random, samples, features):
    """LIME's sampling: how many to switch off is uniform on 1..features, then which."""
    masks = np.ones((samples, features))
    for row in masks[1:]:
        row[random.choice(features, random.randint(1, features + 1), replace=False)] = 0
    return masks


def fit(base, masks, answers, distances, count, selection):
    """One explanation, and the same fit by scikit-learn alone as a check on the reading of LIME's source."""
    labels = np.stack([1 - answers, answers], axis=1)
    intercept, weights, score, local = base.explain_instance_with_data(masks, labels, distances, 1, count, selection)
    columns = [feature for feature, _ in weights]
    ridge = Ridge(alpha=1).fit(masks[:, columns], answers, sample_weight=base.kernel_fn(distances))
    assert np.allclose(ridge.coef_, [weight for _, weight in weights], atol=1e-12) and np.isclose(ridge.intercept_, intercept)
    return {"selection": selection, "features": count, "ids": [int(column) for column in columns],
            "weights": short([float(weight) for _, weight in weights], DIGITS), "intercept": short(float(intercept), DIGITS),
            "score": short(float(score), DIGITS), "local_prediction": short(float(local[0]), DIGITS)}


def case(name, masks, answers, forward=True, highest=(7, 10)):
    base = LimeBase(partial(kernel, width=KERNEL_WIDTH), random_state=SEED)
    answers = np.array(short(answers.tolist(), DIGITS))  # fit on exactly what is stored
    distances = distances_of(masks)
    features = masks.shape[1]
    fits = [fit(base, masks, answers, distances, features, "none")]
    if forward:
        order = base.forward_selection(masks, answers, base.kernel_fn(distances), min(6, features))
        for count in range(1, min(6, features) + 1):
            fits.append({**fit(base, masks, answers, distances, count, "forward_selection"),
                         "order": [int(feature) for feature in order[:count]]})
    fits += [fit(base, masks, answers, distances, count, "highest_weights") for count in (1, 3, 5) + highest if count <= features]
    fits.append(fit(base, masks, answers, distances, min(6, features), "auto"))
    if features > 6:
        fits.append(fit(base, masks, answers, distances, min(10, features), "auto"))
    return {"name": name, "masks": ["".join("01"[int(bit)] for bit in row) for row in masks],
            "answers": answers.tolist(), "kernel": short(base.kernel_fn(distances).tolist(), DIGITS), "fits": fits}


def toy_case(index, samples, random):
    """One of our own texts under the toy classifier of toy.py; bag of words, so every occurrence goes together."""
    words = words_of(TEXTS[index])
    masks = draw_masks(random, samples, len(words))
    occurrences = TEXTS[index].split(" ")
    answers = [probability([token for token in occurrences if row[words.index(token)]]) for row in masks]
    return {"text": TEXTS[index], "words": words, **case(f"text {index} under the toy classifier", masks, np.array(answers))}


def linear_case(random, samples, features):
    """Answers that are exactly linear in the masks: a + sum of b over the words present."""
    masks = draw_masks(random, samples, features)
    offsets = np.round(random.uniform(-0.05, 0.05, features), 4)
    return {"offset": 0.5, "slopes": offsets.tolist(), **case("exactly linear", masks, 0.5 + masks @ offsets)}


def random_case(name, random, samples, features, low=0.0, high=1.0):
    masks = draw_masks(random, samples, features)
    return case(name, masks, random.uniform(low, high, samples))


def kernel_table():
    """The weight for m of n words kept; the closed form is exp(-8 (1 - sqrt(m/n))^2)."""
    rows = []
    for total in (1, 2, 7, 100, 400):
        for kept in sorted({0, 1, total // 3, total // 2, total - 1, total}):
            mask = np.array([[1.0] * total, [1.0] * kept + [0.0] * (total - kept)])
            weight = float(kernel(distances_of(mask)[1:], KERNEL_WIDTH)[0])
            closed = float(np.exp(-8 * (1 - np.sqrt(kept / total)) ** 2))
            assert abs(weight - closed) <= 1e-12
            rows.append({"kept": kept, "total": total, "weight": weight})
    return rows


def main():
    random = np.random.RandomState(SEED)
    cases = [toy_case(index, samples, random) for index, samples in ((1, 64), (4, 40), (8, 120), (11, 200), (0, MOST_SAMPLES))]
    cases.append(linear_case(random, 200, 12))
    cases.append(random_case("random answers", random, 150, 15))
    cases.append(random_case("random answers, more words than samples", random, 20, 30))
    cases.append(random_case("random logits", random, 150, 9, -6, 6))
    cases.append(random_case("saturated answers", random, 150, 9, 0.9999, 1.0))
    cases.append(random_case("one word", random, 12, 1))
    cases.append(random_case("two words", random, 30, 2))
    write("lime.json", {
        "made_by": f"tests/reference/lime_fit.py, lime 0.2.0.1, scikit-learn {sklearn.__version__}, seed {SEED}",
        "kernel_width": KERNEL_WIDTH, "ridge_alpha": 1, "highest_weights_alpha": 0.01, "forward_selection_alpha": 0,
        "kernel": kernel_table(), "cases": cases,
    })


if __name__ == "__main__":
    main()
