"""LSTMVis's selection and ranking, restated over random states → patterns.json.

The rules are those of `cellSelection` (client) and `query_similar_activations` (server) of LSTMVis at 01b32d3, on one
long stream of steps and over one-sided cells. Two things make it ours: a step at which nothing is on stands between
two texts, so that no run crosses a border, and cells are doubled into v and −v, as its tools/signed_to_unsigned.py does,
so that there is a negative side. Equals, which LSTMVis leaves to a dictionary, stand in the order of text and position.
LSTMVis cuts its candidates to the number that is enough before it ranks them; `uncut` says whether that changes the list.
"""

import numpy as np

from fixture import write

SEED = 20_261_124
TEXTS, UNITS, LONGEST = 60, 20, 400
BRUSHES, SEARCHES, TOP = 200, 24, 50
MASK = (1 << 64) - 1


def mixed(x):
    """splitmix64."""
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def states_of(text):
    """Hundredths that wander, a little together, so that units are on and off in company."""
    length = 1 + mixed(SEED + text) % LONGEST
    value, rows = [0] * UNITS, []
    for step in range(length):
        at = SEED + 1_000_000 * (text + 1) + 1000 * step
        common = mixed(at) % 21 - 10
        for unit in range(UNITS):
            moved = (value[unit] * 15 >> 4) + common + mixed(at + 1 + unit) % 31 - 15
            value[unit] = max(-100, min(100, moved))
        rows.append(list(value))
    return np.array(rows, dtype=np.int32)


def cells_of(states, sides):
    """One-sided cells in single precision."""
    values = states.astype(np.float32) / np.float32(100)
    return np.hstack([side for side, name in ((values, "on"), (-values, "negative")) if sides in (name, "both")])


def names_of(cells, sides):
    """unit + 1, with the sign of its side."""
    return [-(cell + 1) if sides == "negative" else cell + 1 if cell < UNITS else -(cell - UNITS + 1) for cell in cells]


def selection(cells, first, end, left, right, threshold):
    """Cells whose pattern is the signature; JavaScript's slice cuts what is beyond the end, and takes a negative start
    from there."""
    signature = "".join("1" if first <= step < end else "0" for step in range(first - left, end + right))
    found = []
    for cell in range(cells.shape[1]):
        values = cells[:, cell].tolist()
        start = first - left
        start = start if start >= 0 else max(0, len(values) + start)
        pattern = "".join("1" if np.float32(v) >= np.float32(threshold) else "0" for v in values[start:end + right])
        if pattern == signature:
            found.append(cell)
    return found


def run_lengths(values):
    """(length, start, value) of each run of equals."""
    changes = np.flatnonzero(values[1:] != values[:-1]) + 1
    starts = np.concatenate([[0], changes])
    lengths = np.diff(np.concatenate([starts, [len(values)]]))
    return lengths, starts, values[starts]


def search(stream, cells, threshold, length, enough, before, after):
    """Candidates by level, and the list."""
    on = stream >= np.float32(threshold)
    counts = on[:, cells].sum(1)
    candidates, needed = {}, len(cells)
    while needed > 0 and len(candidates) < enough:
        lengths, starts, values = run_lengths(np.minimum(counts, needed))
        right_length = lengths == length if length else lengths >= 2
        for at in np.flatnonzero((values == needed) & right_length):
            off = needed * (before + after) - (values[at - 1] if before else 0) - (values[at + 1] if after else 0)
            candidates.setdefault((int(lengths[at]), int(starts[at])), int(off) if before or after else 0)
        needed -= 1
    measured = {}
    for (run, start) in candidates:
        all_on = on[start:start + run].all(0)
        if before:
            all_on &= ~on[start - 1]
        if after:
            all_on &= ~on[start + run]
        active = set(np.flatnonzero(all_on).tolist())
        measured[run, start] = (len(active & set(cells)), len(active | set(cells)))
    by_off = sorted(candidates, key=lambda key: -candidates[key])[:enough]

    def ranked(keys):
        order = lambda key: (-measured[key][0], measured[key][1], -key[0], key[1])
        return [(start, run, *measured[run, start]) for run, start in sorted(keys, key=order)[:TOP]]

    return candidates, measured, needed + 1, ranked(candidates), ranked(by_off)


def main():
    texts = [states_of(text) for text in range(TEXTS)]
    draw = np.random.default_rng(SEED)
    brushes, searches = [], []
    while len(brushes) < BRUSHES or len(searches) < SEARCHES:
        text, sides = int(draw.integers(TEXTS)), ["on", "negative", "both"][draw.integers(3)]
        steps = len(texts[text])
        first = int(draw.integers(steps))
        end = min(steps, first + 1 + int(draw.integers(5)))
        left, right = int(draw.integers(3)), int(draw.integers(3))
        threshold = float([0.1, 0.2, 0.3, 0.45][draw.integers(4)])
        cells = selection(cells_of(texts[text], sides), first, end, left, right, threshold)
        brush = [text, first, end, left, right, sides, threshold, names_of(cells, sides)]
        if len(brushes) < BRUSHES:
            brushes.append(brush)
        # Most searches with a zero brush, of which fewer select enough.
        is_wanted = len(cells) > 1 and (left + right > 0 or len(searches) % 3 == 0)
        if not is_wanted or len(searches) == SEARCHES:
            continue
        off_step = np.zeros((1, UNITS), dtype=np.int32)
        stream = np.vstack([part for states in texts for part in (off_step, states)] + [off_step])
        starts = np.cumsum([0] + [len(states) + 1 for states in texts]) + 1
        enough = [10_000, 1000, 200][draw.integers(3)]
        length = [0, 0, 2, 3][draw.integers(4)]
        before, after = left > 0, right > 0
        candidates, measured, required, best, cut = search(
            cells_of(stream, sides), cells, threshold, length, enough, before, after)

        def placed(found):
            start, run, matched, union = found
            at = int(np.searchsorted(starts, start, side="right")) - 1
            return [at, start - int(starts[at]), run, matched, union]

        lengths = sorted({run for run, _ in candidates})
        histogram = [[run, sum(key[0] == run for key in candidates),
                      sum(key[0] == run and measured[key][0] == len(cells) for key in candidates)] for run in lengths]
        searches.append({
            "brush": brush, "length": length, "enough": enough, "candidates": len(candidates), "required": required,
            "uncut": [item[2:] for item in best] == [item[2:] for item in cut], "lengths": histogram,
            "best": [placed(item) for item in best],
        })
    steps = sum(len(states) for states in texts)
    total = int(sum(int(states.astype(np.int64).sum()) for states in texts))
    print(f"{steps} steps; {sum(bool(brush[7]) for brush in brushes)} brushes select; "
          f"{sum(case['uncut'] for case in searches)} of {len(searches)} lists do not depend on the cut")
    write("patterns.json", {
        "seed": SEED, "texts": TEXTS, "units": UNITS, "longest": LONGEST, "steps": steps, "sum": total, "top": TOP,
        "brushes": brushes, "searches": searches})


if __name__ == "__main__":
    main()
