"""Jobs run when they are due, and none delays another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session
from structlog.testing import capture_logs

from backend.background.jobs import Job, JobRunner
from backend.modules import registry
from tests.support.waiting import eventually

HOUR = timedelta(hours=1)


@contextmanager
def running(*jobs: Job) -> Iterator[None]:
    """Run the jobs in a thread during the block."""
    runner = JobRunner(jobs)
    runner.start()
    try:
        yield
    finally:
        runner.stop()


def counted(runs: list[int], *, more: Callable[[], bool] = lambda: False) -> Job:
    """Return a job that records each run, with the result of a query."""

    def run(session: Session) -> bool:
        runs.append(session.execute(text("SELECT 1")).scalar_one())
        return more()

    return Job("counted", HOUR, run)


def test_a_job_runs_at_the_start_and_then_at_its_interval() -> None:
    runs: list[int] = []
    others: list[int] = []

    def note(_: Session) -> bool:
        others.append(1)
        return False

    with running(counted(runs), Job("often", timedelta(0), note)):
        eventually(lambda: len(others) >= 3)

    assert runs == [1]


def test_a_job_with_more_to_do_runs_again_at_once() -> None:
    runs: list[int] = []

    with running(counted(runs, more=lambda: len(runs) < 4)):
        eventually(lambda: len(runs) == 4)

    assert len(runs) == 4


def test_a_failed_job_is_logged_and_delays_no_other() -> None:
    runs: list[int] = []

    def fail(_: Session) -> bool:
        raise RuntimeError("broken")

    with capture_logs() as logs, running(Job("failing", HOUR, fail), counted(runs)):
        eventually(lambda: runs)

    assert {"event": "job failed", "job": "failing"}.items() <= logs[1].items()


def test_a_job_runs_again_after_a_lost_connection() -> None:
    tries: list[int] = []

    def lose_the_connection_once(session: Session) -> bool:
        tries.append(1)
        if len(tries) == 1:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        session.execute(text("SELECT 1"))
        return False

    with running(Job("unlucky", HOUR, lose_the_connection_once)):
        eventually(lambda: len(tries) == 2)

    assert len(tries) == 2


def test_the_service_runs_the_cleanup() -> None:
    names = [job.name for job in registry.jobs()]

    assert "cleanup" in names
    assert len(names) == len(set(names))
