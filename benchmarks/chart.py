"""Prints and draws a measurement: `python -m benchmarks.chart FILE.json`.

Reads a file that `python -m benchmarks --json` wrote, prints the Markdown table, and
draws the ratios to the floor into benchmarks/chart.png. Needs benchmarks/requirements.txt.
"""

import json
import sys
from pathlib import Path

from matplotlib import pyplot

from benchmarks.load import Measurement
from benchmarks.report import Rounds, ratios, table

_CHART = Path(__file__).with_name("chart.png")
# The goals in benchmarks/README.md, by variant.
_GOALS = {"users/me": 0.42, "documents, 100 of them": 0.36, "create a share": 0.30}


def read(path: Path) -> tuple[Rounds, dict[str, str]]:
    """Return all measurements, and the floor of each variant."""
    found = json.loads(path.read_text())
    rounds = {
        name: [Measurement(**run) for run in variant["rounds"]]
        for name, variant in found.items()
    }
    return rounds, {name: variant["floor"] for name, variant in found.items()}


def draw(rounds: Rounds, floors: dict[str, str]) -> None:
    """Draw the quartiles of the ratios of each variant that has a goal."""
    figure, axes = pyplot.subplots(figsize=(7, 2.6), layout="constrained")
    values = [ratios(rounds, name, floors[name]) for name in _GOALS]
    axes.boxplot(
        values, orientation="horizontal", tick_labels=list(_GOALS), whis=(0, 100)
    )
    for number, goal in enumerate(_GOALS.values(), start=1):
        label = "goal" if number == 1 else None
        axes.plot([goal] * 2, [number - 0.35, number + 0.35], "r--", label=label)
    axes.set_xlim(0, 1)
    axes.set_xlabel("throughput as a share of the hand-written floor, all rounds")
    axes.invert_yaxis()
    axes.legend(loc="lower right")
    figure.savefig(_CHART, dpi=120)


if __name__ == "__main__":
    measured = read(Path(sys.argv[1]))
    print(table(*measured))
    draw(*measured)
