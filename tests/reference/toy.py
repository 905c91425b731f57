"""A toy classifier over tokens that any language can restate in ten lines.

    weight(token) = ((37 * sum of the token's UTF-8 bytes) mod 101 - 50) / 100
    logit = 0.1 + sum of weight over all tokens of the text, repetitions counted
                + 1.2 if both "not" and "," are present + -0.8 if both "is" and "the" are present
    probability = 1 / (1 + exp(-logit))
"""

import math

BIAS = 0.1
PAIRS = (("not", ",", 1.2), ("is", "the", -0.8))


def weight(token):
    return ((37 * sum(token.encode())) % 101 - 50) / 100


def logit(tokens):
    present = set(tokens)
    paired = sum(extra for first, second, extra in PAIRS if first in present and second in present)
    return BIAS + sum(map(weight, tokens)) + paired


def probability(tokens):
    return 1 / (1 + math.exp(-logit(tokens)))


def words_of(text):
    """The distinct tokens in order of first appearance: LIME's features when order does not matter."""
    return list(dict.fromkeys(text.split(" ")))
