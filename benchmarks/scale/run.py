"""Measures the statements, in the environment that `benchmarks.scale` sets."""

import os
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from unittest.mock import patch

import psycopg
from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.api import presence
from backend.cli.app import app as cli
from backend.core import clock
from backend.core.config import settings
from backend.core.database import engine
from backend.core.folder_storage import FolderStorage
from backend.modules import registry
from backend.modules.document.files.db import deletion_db
from backend.modules.two_fa import rotation
from backend.monitoring import DatabaseCollector
from backend.outbox.delivery import Worker
from backend.outbox.queue import outbox
from benchmarks.scale import accounts, administration, documents, keys, providers
from benchmarks.scale.client import FIRST_USER, Calls
from benchmarks.scale.fill import connect
from benchmarks.scale.watch import Cost, Watch
from devtools.process import ChildError
from main import app

_GOAL_MILLISECONDS = 50
_CALLS = (
    accounts.health,
    accounts.accounts,
    keys.passkeys,
    keys.api_tokens,
    providers.logins,
    accounts.owner,
    documents.documents,
    documents.uploads,
    administration.demos,
    administration.administration,
    administration.invitations,
)
_SIZES = "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r'"


def jobs(watch: Watch) -> None:
    """Run one piece of each job, and send one e-mail."""
    for job in registry.jobs():
        with watch.calling(f"job: {job.name}"), Session(engine) as session:
            job.run(session)
    with watch.calling("job: deliver"):
        Worker().deliver_next()
    with watch.calling("job: presence"):
        presence._seen[FIRST_USER] = clock.now()
        presence.write(engine)
    with watch.calling("metrics"):
        list(DatabaseCollector().collect())
    with watch.calling("cli reconcile"), Session(engine) as session:
        deletion_db.known(session, "7f")
    for line in ("list-users --search person77 --limit 1", "outbox status"):
        with watch.calling(f"cli {line}"):
            cli.main(line.split(), standalone_mode=False)
    with watch.calling("cli outbox retry"), Session(engine) as session:
        outbox.retry_some(session, before=clock.now())
    with watch.calling("cli rotate-two-fa-keys"), Session(engine) as session:
        rotation.rotate_batch(session, after=FIRST_USER)


def presence_cost(database: psycopg.Connection) -> str:
    """Write the times of 20,000 sessions twice; return milliseconds and WAL of each."""
    found = database.execute(
        "SELECT id FROM user_sessions WHERE ended_at IS NULL ORDER BY id LIMIT 20000"
    ).fetchall()
    lines = []
    for minutes in (10, 20):
        at = clock.now() + timedelta(minutes=minutes)
        for (session_id,) in found:
            presence.note(session_id, at, stored=at - timedelta(minutes=10))
        start, begun = _wal(database), perf_counter()
        presence.write(engine)
        milliseconds = (perf_counter() - begun) * 1000
        megabytes = (_wal(database) - start) / 1e6
        lines.append(f"{milliseconds:.0f} ms and {megabytes:.1f} MB of WAL")
    return f"last-seen times of {len(found)} sessions: {', then '.join(lines)}"


def _wal(database: psycopg.Connection) -> int:
    row = database.execute(
        "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
    ).fetchone()
    return int(row[0]) if row else 0


def table(costs: list[Cost]) -> str:
    """Return the costs as a Markdown table, the slowest first."""
    lines = ["| statement | first caller | CPU ms | ms | rows read | end to end |"]
    lines.append("|---|---|---|---|---|---|")
    for cost in sorted(costs, key=lambda cost: -cost.milliseconds):
        whole = ", ".join(sorted(cost.whole))
        lines.append(
            f"| {cost.title} | {cost.callers[0]} | {cost.milliseconds:.1f} "
            f"| {cost.waited:.1f} | {cost.rows:,} | {whole} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Call everything, and print the table and how many statements miss a goal."""
    with connect(dict(os.environ)) as database:
        watch = Watch(dict(database.execute(_SIZES).fetchall()))
        no_files = patch.object(FolderStorage, "chunks", _no_file)
        with no_files, TestClient(app, client=("127.0.0.1", 1)) as client:
            call = Calls(client, watch, database)
            for every in _CALLS:
                every(call)
            jobs(watch)
    costs = list(watch.costs.values())
    print(table(costs))
    slow = [cost for cost in costs if cost.milliseconds > _GOAL_MILLISECONDS]
    whole = [cost for cost in costs if cost.whole]
    with connect(dict(os.environ)) as database:
        print(presence_cost(database))
    print(
        f"\n{len(costs)} statements, {len(slow)} of them above 50 ms of CPU time, "
        f"{len(whole)} from end to end."
    )
    _refuse_missing(call)


def _no_file(_: FolderStorage, __: str, size: int) -> Iterator[bytes]:
    """Stand in for the stored files of the filled rows, which do not exist."""
    yield bytes(size)


def _refuse_missing(call: Calls) -> None:
    """Raise ChildError if an operation was not called."""
    declared = {
        (method.upper(), path.removeprefix(settings.API_PREFIX))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }
    missing = declared - call.called
    if missing:
        raise ChildError(f"not called: {sorted(missing)}")


if __name__ == "__main__":
    main()
