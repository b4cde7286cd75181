"""Measures how long the web app takes to react: `python -m benchmarks.interactions`.

Drives the built web app in Chromium as a person would, with a processor that is four
times slower. The duration of an interaction is that of the Event Timing API: from the
event to the next picture, in steps of 8 ms. Those below 16 ms are not reported. Up to
200 ms are felt as quick (web.dev, "Interaction to Next Paint").
"""

import argparse
import json
import os
import sys
import tempfile
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from statistics import median
from typing import TypedDict

from devtools.web import e2e


class Measured(TypedDict):
    """The longest interaction of a step, as frontend/e2e/measuring writes it, in ms."""

    window: str
    page: str
    what: str
    duration: float


def table(steps: list[Measured]) -> str:
    """Return the Markdown table of all rounds."""
    lines = [
        "| page | step | desk: median, ms | longest | phone: median, ms | longest |",
        "|---|---|---|---|---|---|",
    ]
    step = itemgetter("page", "what")
    for (page, what), group in groupby(sorted(steps, key=step), step):
        rounds = list(group)
        cells = []
        for window in ("desk", "phone"):
            durations = [r["duration"] for r in rounds if r["window"] == window]
            cells += [f"{median(durations):.0f}", f"{max(durations):.0f}"]
        lines.append(f"| {page} | {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Interact, and print the table."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.interactions", description=__doc__
    )
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--step", default="", help="only those with this text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sample-bench-") as folder:
        report = Path(folder) / "report.json"
        os.environ |= {
            "INTERACTIONS_REPORT": str(report),
            "INTERACTIONS_DOCUMENTS": str(options.documents),
            "INTERACTIONS_ROUNDS": str(options.rounds),
            "INTERACTIONS_STEP": options.step,
        }
        load = os.getloadavg()[0]
        if e2e.main(["--config", "playwright.measuring.config.ts", "interact"]):
            sys.exit(1)
        steps: list[Measured] = json.loads(report.read_text())
    print(table(steps))
    print(f"load of the machine: {load:.1f} before, {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
