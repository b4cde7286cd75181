"""Writes measurements as a table and as JSON."""

from dataclasses import asdict
from statistics import median

from benchmarks.load import Measurement

Rounds = dict[str, list[Measurement]]


def ratios(rounds: Rounds, name: str, floor: str) -> list[float]:
    """Return the throughput of a variant divided by that of the floor, per round."""
    pairs = zip(rounds[name], rounds[floor], strict=True)
    return [mine.requests_per_second / base.requests_per_second for mine, base in pairs]


def table(rounds: Rounds, floors: dict[str, str]) -> str:
    """Return a Markdown table of medians; `floors` names the floor of each variant."""
    lines = [
        "| variant | requests/s | of the floor (min-max) | p99 | server CPU a request |",
        "|---|---|---|---|---|",
    ]
    for name, runs in rounds.items():
        of_floor = ratios(rounds, name, floors[name])
        rate = median(run.requests_per_second for run in runs)
        p99 = median(run.p99_ms for run in runs)
        cpu = median(run.cpu_ms for run in runs)
        lines.append(
            f"| {name} | {rate:,.0f} | {median(of_floor):.3f} "
            f"({min(of_floor):.3f}-{max(of_floor):.3f}) | {p99:.1f} ms | {cpu:.3f} ms |"
        )
    return "\n".join(lines)


def as_json(rounds: Rounds, floors: dict[str, str]) -> dict[str, object]:
    """Return every round of every variant, and the median ratios."""
    return {
        name: {
            "floor": floors[name],
            "ratio": median(ratios(rounds, name, floors[name])),
            "rounds": [asdict(run) for run in runs],
        }
        for name, runs in rounds.items()
    }
