"""Explains every statement at the moment at which it is sent, with its parameters.

A statement is run several times inside a savepoint and rolled back, and then once more
as usual. So it is measured in the very state in which the service sends it, and a
statement that writes is measured too.

Its time is the CPU time of the process of Postgres, from /proc, because that depends much
less on what else the machine does. A database that is not in memory takes longer.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.load import cpu_milliseconds

_TRIES = 3
_EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "
_STATEMENT = re.compile(r"(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
_TABLE = re.compile(r"\b(?:FROM|INTO|JOIN|UPDATE) (?!SET\b|OF\b)([a-z]\w*)")
# A table with fewer rows may be read from end to end.
_LARGE = 1000


@dataclass
class Cost:
    """The most that one statement cost in any call: milliseconds and rows read.

    The first number is CPU time, the second the time until the last row.
    """

    statement: str
    callers: list[str] = field(default_factory=list)
    milliseconds: float = 0.0
    waited: float = 0.0
    rows: int = 0
    # The tables and indexes that were read from end to end.
    whole: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """The verb of the statement and its tables."""
        tables = dict.fromkeys(_TABLE.findall(self.statement))
        verb = self.statement.split(maxsplit=1)[0].lower()
        return f"{verb} {', '.join(tables)}"[:90]


class Watch:
    """Collects the costs of all statements of all engines of this process."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self.costs: dict[str, Cost] = {}
        self._sizes = sizes
        self._caller = ""
        event.listen(Engine, "before_cursor_execute", self._explain)

    @contextmanager
    def calling(self, caller: str) -> Iterator[None]:
        """Attribute the statements within the block to this operation or job."""
        self._caller = caller
        try:
            yield
        finally:
            self._caller = ""

    def _explain(
        self,
        connection: Any,
        _: Any,
        statement: str,
        parameters: Any,
        __: Any,
        many: bool,
    ) -> None:
        if not self._caller or not _STATEMENT.match(statement):
            return
        raw = connection.connection.driver_connection
        first = parameters[0] if many else parameters
        plans = []
        times = []
        for _ in range(_TRIES):
            started = cpu_milliseconds(raw.info.backend_pid)
            plans.append(_explained(raw, statement, first))
            times.append(cpu_milliseconds(raw.info.backend_pid) - started)
        # The numbers of parameters in a list differ from call to call.
        text = re.sub(r"(%\(\w+?)(?:_\d+)*\)s", r"\1)s", statement)
        text = re.sub(r"(%\(\w+\)s(?:::\w+)?)(?:, \1)+", r"\1", text)
        cost = self.costs.setdefault(text, Cost(statement))
        if self._caller not in cost.callers:
            cost.callers.append(self._caller)
        cost.milliseconds = max(cost.milliseconds, median(times))
        waited = median(plan["Execution Time"] for plan in plans)
        cost.waited = max(cost.waited, waited)
        for node in _nodes(plans[-1]["Plan"]):
            self._note(cost, node)

    def _note(self, cost: Cost, node: dict[str, Any]) -> None:
        if "Scan" not in node["Node Type"]:
            return
        removed = sum(v for k, v in node.items() if k.startswith("Rows Removed by"))
        rows = int((node["Actual Rows"] + removed) * node["Actual Loops"])
        cost.rows = max(cost.rows, rows)
        table = node.get("Relation Name", "")
        size = self._sizes.get(table, 0)
        if size >= _LARGE and rows >= size / 2:
            cost.whole.add(node.get("Index Name", table))


def _explained(raw: Any, statement: str, parameters: Any) -> dict[str, Any]:
    # A savepoint, or a transaction if a reading request has none.
    with raw.transaction(force_rollback=True), raw.cursor() as cursor:
        # Not prepared, as for a new connection: psycopg prepares after five times.
        cursor.execute(_EXPLAIN + statement, parameters, prepare=False)
        plan: dict[str, Any] = cursor.fetchone()[0][0]
    return plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
