"""p-values, prediction, confidence and credibility as cleverhans' DkNNModel computes them, with and without the
trimming of zeros: the lines of its `calibrate` and `preds_conf_cred` said again with numpy and bisect.
Writes tests/fixtures/deep_knn.json."""

import json
from bisect import bisect_left
from pathlib import Path

import numpy as np

random = np.random.default_rng(0)
cases = []
for reviews in (1, 7, 50, 400):
    for classes in (2, 3):
        scores = random.integers(0, 301, reviews)
        scores[random.random(reviews) < 0.3] = 0
        scores[0] = max(scores[0], 1)
        alpha = random.integers(0, 301, classes)
        # Where all neighbours agree, trimming must not count the zeros that it dropped.
        if classes == 3:
            alpha[1] = 0
        case = {"scores": scores.tolist(), "alpha": alpha.tolist()}
        for name in ("published", "trimmed"):
            ordered = np.sort(scores)
            if name == "trimmed":
                ordered = np.trim_zeros(ordered, "f")
            p = np.array([(len(ordered) - bisect_left(ordered.tolist(), a)) / len(ordered) for a in alpha.tolist()])
            falling = np.sort(p)[::-1]
            case[name] = {
                "p": p.tolist(),
                "prediction": int(np.argmax(p)),
                "confidence": float(1 - falling[1]),
                "credibility": float(falling[0]),
            }
        cases.append(case)
target = Path(__file__).resolve().parent.parent / "fixtures" / "deep_knn.json"
target.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
