"""The metrics that Prometheus reads, and the port that serves them."""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import Session

from backend import monitoring
from backend.core import clock, database, threads
from backend.core.config import settings
from backend.models import JobRun, StoredFileDeletion
from backend.monitoring import MetricsServer
from devtools.ports import any_port
from tests.core.conftest import Logs
from tests.fixtures import Background
from tests.support.accounts import (
    API,
    PASSWORD,
    code_for,
    new_email,
    post,
    sign_up,
    verified,
)
from tests.support.mails import add
from tests.support.waiting import eventually

ME = API + "/users/me"
Samples = dict[str, float]


class Page:
    """The metrics of this process, read over HTTP."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/metrics"

    @property
    def text(self) -> str:
        """Return the current text of the page."""
        return httpx.get(self.url).raise_for_status().text

    def read(self) -> Samples:
        """Return each sample by name and labels, as the page writes them."""
        return {
            s.name + "".join(f" {k}={v}" for k, v in sorted(s.labels.items())): s.value
            for family in text_string_to_metric_families(self.text)
            for s in family.samples
        }


def gained(before: Samples, after: Samples) -> Samples:
    """Return by how much each of our counters has grown."""
    grown = {name: value - before.get(name, 0) for name, value in after.items()}
    return {
        name: by
        for name, by in grown.items()
        if by and name.startswith("sample_") and "_total" in name
    }


@pytest.fixture
def page() -> Iterator[Page]:
    """Serve the metrics of this process."""
    port = any_port()
    with MetricsServer(port):
        yield Page(port)


def test_requests_are_counted_by_template_and_status(
    client: TestClient, page: Page
) -> None:
    account = verified(client)
    before = page.read()

    client.get(ME, headers=account.headers)
    client.get(ME, headers=account.headers)
    client.get(ME)
    client.delete(f"{API}/users/sessions/{account.user['id']}", headers=account.headers)

    grown = gained(before, page.read())
    assert grown == {
        f"sample_http_requests_total method=GET route={ME} status=200": 2,
        f"sample_http_requests_total method=GET route={ME} status=401": 1,
        "sample_http_requests_total method=DELETE "
        f"route={API}/users/sessions/{{session_id}} status=404": 1,
    }


def test_durations_are_sorted_into_buckets_of_seconds(
    client: TestClient, page: Page
) -> None:
    live = f"{API}/health/live"
    count = f"sample_http_request_duration_seconds_count method=GET route={live}"
    before = page.read()

    client.get(live)

    after = page.read()
    assert after[count] - before.get(count, 0) == 1
    name = (
        f"sample_http_request_duration_seconds_bucket le=10.0 method=GET route={live}"
    )
    assert after[name] - before.get(name, 0) == 1


def test_made_up_paths_and_methods_add_no_series(
    client: TestClient, page: Page
) -> None:
    before = set(page.read())

    for number in range(20):
        client.request(f"METHOD{number}", f"/no/such/{number}")
        client.get(f"{API}/nowhere/{number}?q={number}")

    added = set(page.read()) - before
    assert {name for name in added if "_total" in name} <= {
        "sample_http_requests_total method=other route=none status=404",
        "sample_http_requests_total method=GET route=none status=404",
    }
    assert not re.search(r"METHOD\d|/no/such|nowhere", page.text)


def test_logins_are_counted_by_result(client: TestClient, page: Page) -> None:
    account = verified(client)
    before = page.read()

    for secret in (PASSWORD, "not-this-one", "nor-this-one"):
        post(client, "/users/login", email=account.email, password=secret)
    post(client, "/users/login", email=new_email(), password=PASSWORD)

    grown = gained(before, page.read())
    assert grown["sample_security_events_total kind=logged_in"] == 1
    assert grown["sample_security_events_total kind=login_failed"] == 3


def test_rate_limited_requests_are_counted(client: TestClient, page: Page) -> None:
    before = page.read()

    for _ in range(7):
        body = {"email": "a@example.com", "password": "not-this-one"}
        client.post(f"{API}/users/login", json=body)

    name = "sample_rate_limited_total endpoint=login per=known device or e-mail address"
    assert gained(before, page.read())[name] == 2
    assert name.replace("known device or e-mail", "network") not in gained(
        before, page.read()
    )


def test_slots_and_connections_in_use_are_shown(page: Page) -> None:
    with database.engine.connect(), database.engine.connect():
        during = page.read()

    assert during["sample_connections_in_use"] == 2
    assert during["sample_slots"] == threads.slots().total > 0
    assert during["sample_slots_in_use"] == during["sample_slots_waiting"] == 0
    assert page.read()["sample_connections_in_use"] == 0


def test_waiting_mail_is_counted_with_its_age(
    db: Session, page: Page, background: Background
) -> None:
    background.stop()
    add(db, next_attempt_at=clock.now() - timedelta(hours=1))
    add(db, next_attempt_at=clock.now() + timedelta(hours=1))

    found = page.read()
    background.start()

    assert found["sample_outbox_emails"] == 2
    assert 3600 <= found["sample_outbox_overdue_seconds"] < 3700


def test_late_jobs_and_queues_are_shown(db: Session, page: Page) -> None:
    now = clock.now()
    db.add(JobRun(name="purge trash", succeeded_at=now - timedelta(hours=4)))
    db.add(StoredFileDeletion(name="00/0", due_at=now - timedelta(hours=2)))
    db.add(StoredFileDeletion(name="00/1", due_at=now, dead_at=now))
    db.commit()

    found = page.read()

    name = "name=purge trash"
    assert 4 * 3600 <= found[f"sample_job_age_seconds {name}"] < 4 * 3600 + 100
    assert found[f"sample_job_max_age_seconds {name}"] == 3 * 3600
    queue = "queue=file deletions"
    assert 7200 <= found[f"sample_queue_overdue_seconds {queue}"] < 7300
    assert found[f"sample_queue_max_overdue_seconds {queue}"] == 3600
    assert found[f"sample_queue_dead {queue}"] == 1
    assert found["sample_queue_overdue_seconds queue=texts"] == 0


def test_sent_mail_is_counted(client: TestClient, page: Page) -> None:
    name = "sample_emails_total provider=sendgrid result=sent"
    before = page.read().get(name, 0)

    code_for(sign_up(client))

    assert eventually(lambda: page.read().get(name, 0) - before) == 1


def test_without_the_database_only_its_metrics_are_missing(
    page: Page, monkeypatch: pytest.MonkeyPatch, logs: Logs
) -> None:
    away = settings.model_copy(update={"POSTGRES_SERVER": "/nowhere"})
    monkeypatch.setattr(database, "settings", away)
    port = any_port()

    with MetricsServer(port):
        found = Page(port).read()

    assert "sample_slots" in found
    assert "sample_outbox_emails" not in found
    assert [e["error"] for e in logs.named("not measured")] == ["OperationalError"] * 3


def test_the_public_port_does_not_serve_the_metrics(client: TestClient) -> None:
    for path in ("/metrics", f"{API}/metrics", f"{API}/health/metrics"):
        assert client.get(path).status_code == 404


def test_port_0_serves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(monitoring, "start_http_server", refuse)

    with MetricsServer(0) as server:
        assert isinstance(server, MetricsServer)
