"""Scrolls a long list of documents in Chromium: `python -m benchmarks.scrolling`.

Fills a throwaway database with documents of one user, and drives the built web app. A
frame that comes more than 50 ms after the one before can be felt. Tasks are those of the
page's own thread, which other programs lengthen, too, but do not cause.
"""

import argparse
import json
import os
import sys
import tempfile
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TypedDict

from devtools.web import e2e

_SLOW = 50


class Measured(TypedDict):
    """One part of a round, as frontend/e2e/measuring writes it. Times are milliseconds."""

    view: str
    what: str
    gaps: list[float]
    tasks: list[float]
    requests: int


def table(parts: list[Measured], documents: int) -> str:
    """Return the Markdown table of all rounds."""
    kind = itemgetter("view", "what")
    lines = [
        f"| {documents:,} documents | frames | over {_SLOW} ms | longest | "
        f"tasks over {_SLOW} ms | longest | requests |",
        "|---|---|---|---|---|---|---|",
    ]
    for (view, what), group in groupby(sorted(parts, key=kind), kind):
        rounds = list(group)
        gaps = list(chain.from_iterable(each["gaps"] for each in rounds))
        tasks = list(chain.from_iterable(each["tasks"] for each in rounds))
        slow = sum(gap > _SLOW for gap in gaps)
        requests = sum(each["requests"] for each in rounds)
        lines.append(
            f"| {view}, {what} | {len(gaps):,} | {slow} | {max(gaps):.0f} ms | "
            f"{len(tasks)} | {max(tasks, default=0):.0f} ms | {requests} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Scroll, and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.scrolling", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sample-bench-") as folder:
        report = Path(folder) / "report.json"
        os.environ |= {
            "SCROLLING_REPORT": str(report),
            "SCROLLING_DOCUMENTS": str(options.documents),
            "SCROLLING_ROUNDS": str(options.rounds),
        }
        load = os.getloadavg()[0]
        if e2e.main(["--config", "playwright.measuring.config.ts", "scroll"]):
            sys.exit(1)
        parts: list[Measured] = json.loads(report.read_text())
    print(table(parts, options.documents))
    print(f"load of the machine: {load:.1f} before, {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
