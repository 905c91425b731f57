"""Where the fixtures lie and how they are written: one compact, stable JSON file each."""

import json
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def write(name, content):
    """Writes a fixture, one top-level key per line, and prints what was written."""
    def dump(value):
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)

    lines = [f"{dump(key)}:{dump(value)}" for key, value in content.items()]
    path = FIXTURES / name
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="ascii")
    print(f"{path.relative_to(FIXTURES.parent)}: {path.stat().st_size:,} bytes")


def short(values, digits=9):
    """Numbers, nested as they are, with as many significant digits as the tests need."""
    if isinstance(values, (list, tuple)):
        return [short(value, digits) for value in values]
    return float(f"{values:.{digits}g}")
