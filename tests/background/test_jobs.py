"""Jobs run when they are due, and end when the process stops."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from structlog.testing import capture_logs

from backend.background import thread
from backend.background.backoff import backoff
from backend.background.jobs import Job, JobRunner
from backend.background.thread import BackgroundThread
from backend.core import metrics
from backend.models import JobRun
from backend.modules import registry
from tests.support.waiting import eventually

HOUR = timedelta(hours=1)
KINDS = ("statement", "lock")


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


def test_a_failing_job_waits_longer_each_time_but_never_more_than_five_minutes() -> (
    None
):
    waits = [backoff(n, first=1, most=300).total_seconds() for n in range(1, 2000)]

    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(waits[:8]))
    assert all(150 <= wait <= 300 for wait in waits[9:])


def test_a_busy_job_takes_turns_with_the_others() -> None:
    runs: list[str] = []

    def job(name: str) -> Job:
        def run(_: Session) -> bool:
            runs.append(name)
            return len(runs) < 300

        return Job(name, HOUR, run)

    with running(job("first"), job("second")):
        eventually(lambda: len(runs) >= 20)

    assert runs[:20] == ["first", "second"] * 10


def test_a_job_has_its_own_time_limit_in_each_transaction() -> None:
    found: list[tuple[str, str, float]] = []

    def look(session: Session) -> bool:
        for _ in range(2):
            driver = session.connection().connection.driver_connection
            limits = [session.scalar(text(f"SHOW {n}_timeout")) for n in KINDS]
            found.append((*limits, driver.timeout_seconds))  # type: ignore[union-attr]
            session.commit()
        return False

    with running(Job("slow", HOUR, look, statement_seconds=77)):
        eventually(lambda: len(found) == 2)

    assert found == [("77s", "1s", 77)] * 2


def test_a_stop_cancels_the_running_statement(db: Session) -> None:
    started = threading.Event()

    def sleep(session: Session) -> bool:
        session.execute(text("SELECT 1"))
        started.set()
        session.execute(text("SELECT pg_sleep(600)"))
        return False

    runner = JobRunner([Job("long", HOUR, sleep, statement_seconds=700)])
    runner.start()
    with capture_logs() as logs:
        assert started.wait(10)
        runner.stop()

    assert not runner._thread.is_alive()
    assert [entry["event"] for entry in logs] == ["stopped"]
    assert db.exec(select(JobRun)).all() == []


def test_runs_are_recorded_for_all_processes(db: Session) -> None:
    works = [False, True]

    def fail_once(_: Session) -> bool:
        if not works.pop(0):
            raise RuntimeError("broken")
        return False

    with running(Job("unlucky", HOUR, fail_once)):
        eventually(lambda: succeeded_at(db))

    run = db.get_one(JobRun, "unlucky")
    assert run.error == "RuntimeError: broken"
    assert run.failed_at
    assert run.succeeded_at
    assert run.failed_at < run.succeeded_at


def succeeded_at(db: Session) -> datetime | None:
    """Return the recorded time of the last success of the only job."""
    db.rollback()
    return db.exec(select(JobRun.succeeded_at)).first()


def test_a_thread_that_fails_for_an_unforeseen_reason_begins_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[int] = []

    class Unlucky(BackgroundThread):
        name = "unlucky"

        def work(self) -> None:
            tries.append(1)
            if len(tries) == 1:
                sys.exit("unforeseen")
            self._stop.wait()

    monkeypatch.setattr(thread, "_RESTART_SECONDS", 0)
    restarts = metrics.THREAD_RESTARTS.labels("unlucky")._value
    unlucky = Unlucky()

    unlucky.start()
    eventually(lambda: len(tries) == 2)
    unlucky.stop()

    assert restarts.get() == 1
    assert not unlucky._thread.is_alive()


def test_the_service_cleans_up_each_table_by_a_job_of_its_own() -> None:
    names = [job.name for job in registry.jobs()]

    tables = {f"cleanup {rule.table.__tablename__}" for rule in registry.kept()}
    assert tables <= set(names)
    assert len(names) == len(set(names))
