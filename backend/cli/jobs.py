"""The commands `python -m backend.cli jobs ...` about background jobs."""

from dataclasses import asdict

import click

from backend.background.runs import runs_db
from backend.background.status import late
from backend.cli.terminal import as_json, print_rows, refuse, transaction
from backend.modules import registry


@click.group()
def jobs() -> None:
    """Inspect background jobs, and retry items of their queues that failed for good."""


@jobs.command("status")
@as_json
def status(as_json: bool) -> None:
    """Show when each job last succeeded and failed, and how late each queue is."""
    with transaction() as session:
        runs = {run.name: run for run in runs_db.all(session)}
        rows = [
            {
                "job": job.name,
                "succeeded_at": run.succeeded_at if run else None,
                "failed_at": run.failed_at if run else None,
                "error": run.error if run else None,
            }
            for job in registry.jobs()
            for run in (runs.get(job.name),)
        ]
        queues = [
            {
                "queue": queue.name,
                "overdue_seconds": int(queue.overdue_by(session).total_seconds()),
                "dead": queue.count_dead(session),
            }
            for queue in registry.queues()
        ]
    print_rows([*rows, *queues], as_json=as_json)


@jobs.command("check")
def check() -> None:
    """Exit with 1 if a job is late or has never succeeded: the health check of a worker.

    It looks at the jobs of all workers together, because they share them.
    """
    with transaction() as session:
        found = late(session, registry.jobs())
    if found:
        refuse(f"Late, or never done: {', '.join(found)}.")


@jobs.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@as_json
def dead(limit: int, as_json: bool) -> None:
    """List items of queues that failed for good, the oldest first."""
    with transaction() as session:
        found = [
            {"queue": queue.name, **asdict(item)}
            for queue in registry.queues()
            for item in queue.dead(session, limit=limit)
        ]
    print_rows(found, as_json=as_json)


@jobs.command("retry")
@click.argument("queue")
@click.argument("key", required=False)
@as_json
def retry(queue: str, key: str | None, as_json: bool) -> None:
    """Retry one dead item of QUEUE, by its KEY, or all of them without a KEY."""
    queues = {each.name: each for each in registry.queues()}
    if queue not in queues:
        refuse(f"There are these queues: {', '.join(queues)}.")
    with transaction() as session:
        retried = queues[queue].retry(session, key)
    print_rows({"retried": retried}, as_json=as_json)
