"""New passwords are checked for known breaches, against a service over real HTTP."""

import threading
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from httpx2 import Response
from prometheus_client import REGISTRY

from backend.cli.app import app
from backend.core import breaches, threads
from backend.core.config import settings
from backend.core.database import engine
from backend.core.token import new_id
from tests.core.conftest import Logs
from tests.core.range_service import Fault, RangeService, range_service, sha1_of
from tests.fixtures import Time
from tests.forgot_password.steps import reset, ticket
from tests.support.accounts import (
    API,
    PASSWORD,
    assert_error,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
)
from tests.support.waiting import eventually
from tests.support.work import Work
from tests.user.steps import call

BREACHED = "tr0ub4dor-and-three-others"
SOUND = "a-quiet-orchard-at-dusk"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[RangeService]:
    """Run the stand-in and let the app use it."""
    with range_service() as running:
        running.know(BREACHED)
        on = settings.model_copy(update={"BREACHED_PASSWORDS_URL": running.url})
        monkeypatch.setattr(breaches, "settings", on)
        yield running


def checks(result: str) -> float:
    """Return how many checks had this result."""
    name, labels = "sample_breached_password_checks_total", {"result": result}
    return REGISTRY.get_sample_value(name, labels) or 0


def by_signup(client: TestClient, secret: str) -> Response:
    """Sign up with a password."""
    return post(client, "/users/signup", email=new_email(), password=secret)


def by_change(client: TestClient, secret: str) -> Response:
    """Change to a password."""
    body = {"current_password": PASSWORD, "new_password": secret}
    return call(client, verified(client), "/users/change-password", **body)


def by_reset(client: TestClient, secret: str) -> Response:
    """Replace a forgotten password with this one."""
    return reset(client, ticket(client, verified(client)), secret)


WAYS = [by_signup, by_change, by_reset]
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
Way = Callable[[TestClient, str], Response]


@each_way
def test_a_breached_password_is_refused_wherever_one_is_set(
    client: TestClient, service: RangeService, way: Way
) -> None:
    refused = way(client, BREACHED)

    assert_error(refused, 400, "breached_password")
    assert way(client, SOUND).is_success


def test_the_command_line_refuses_a_breached_password_too(
    service: RangeService,
) -> None:
    arguments = ["create-admin", new_email(), "--password", BREACHED]

    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 1
    assert "breach" in done.stderr


def test_only_five_digits_of_a_hash_are_sent(
    client: TestClient, service: RangeService
) -> None:
    by_signup(client, SOUND)

    assert service.asked == [(f"/range/{sha1_of(SOUND)[:5]}", "true")]


def test_a_padding_line_is_not_a_breach(
    client: TestClient, service: RangeService
) -> None:
    service.know(SOUND, count=0)

    assert by_signup(client, SOUND).status_code == 202


def test_a_password_is_looked_up_as_it_is_hashed(
    client: TestClient, service: RangeService
) -> None:
    service.know("Sch\u00f6ne-\u00c5ngstr\u00f6m-9")

    reply = by_signup(client, "Scho\u0308ne-A\u030angstro\u0308m-9")

    assert_error(reply, 400, "breached_password")


def test_the_check_is_off_unless_a_service_is_set(client: TestClient) -> None:
    before = sum(map(checks, ("sound", "breached", "failed")))

    assert settings.BREACHED_PASSWORDS_URL == ""
    assert by_signup(client, BREACHED).status_code == 202
    assert sum(map(checks, ("sound", "breached", "failed"))) == before


@pytest.mark.parametrize("fault", get_args(Fault))
def test_a_faulty_service_does_not_block_new_passwords(
    client: TestClient, service: RangeService, logs: Logs, fault: Fault
) -> None:
    service.fault = fault
    before = checks("failed")

    reply = by_signup(client, BREACHED)

    assert reply.status_code == 202
    assert checks("failed") == before + 1
    [line] = logs.named("breached-password check failed")
    assert line["level"] == "warning"
    assert BREACHED not in logs.text
    assert sha1_of(BREACHED)[:5] not in logs.text


def test_an_unreachable_service_does_not_block_new_passwords(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = settings.model_copy(
        update={"BREACHED_PASSWORDS_URL": "http://127.0.0.1:9/range"}
    )
    monkeypatch.setattr(breaches, "settings", away)

    assert by_signup(client, BREACHED).status_code == 202


def test_hanging_lookups_hold_few_threads_and_no_slot_or_connection(
    client: TestClient, service: RangeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.fault = "slow"
    # The lookups hang until the test ends, so nothing depends on the machine's speed.
    monkeypatch.setattr(breaches, "_SECONDS", 60)
    replies: list[int] = []

    def ask() -> None:
        # A request with an Idempotency-Key used the database before the lookup.
        key = {"Idempotency-Key": str(new_id())}
        body = {"email": new_email(), "password": SOUND}
        reply = client.post(API + "/users/signup", json=body, headers=key)
        replies.append(reply.status_code)

    asking = [threading.Thread(target=ask) for _ in range(5)]
    for thread in asking:
        thread.start()
    eventually(lambda: len(service.asked) == 5)
    eventually(lambda: threads.slots().in_use == 0)
    held = engine.pool.checkedout()  # type: ignore[attr-defined]
    service.over.set()
    for thread in asking:
        thread.join()

    assert held == 0
    assert replies == [202] * 5


def test_lookups_beyond_the_maximum_are_skipped(
    client: TestClient, service: RangeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaches, "_lookups", threading.Semaphore(0))

    reply = by_signup(client, BREACHED)

    assert reply.status_code == 202
    assert service.asked == []


@pytest.mark.parametrize("secret", [BREACHED, SOUND])
def test_new_and_taken_addresses_are_answered_alike_after_the_same_work(
    client: TestClient, service: RangeService, work: Work, time: Time, secret: str
) -> None:
    taken = verified(client).email
    time.advance(minutes=2)
    seen = []

    for email in (new_email(), taken):
        service.asked.clear()
        with work.counted() as count:
            reply = post(client, "/users/signup", email=email, password=secret)
        said = {k: v for k, v in reply.json().items() if k in ("code", "detail")}
        did = (service.asked[:], count.hashes, count.writes)
        seen.append((reply.status_code, said, did))

    assert seen[0] == seen[1]


def test_a_ticket_is_not_used_up_by_a_breached_password(
    client: TestClient, service: RangeService
) -> None:
    account = verified(client)
    token = ticket(client, account)

    refused = reset(client, token, BREACHED)

    assert_error(refused, 400, "breached_password")
    assert reset(client, token, SOUND).status_code == 204
    log_in(client, account.email, SOUND)


def test_an_existing_breached_password_still_logs_in(
    client: TestClient, service: RangeService
) -> None:
    email = sign_up(client, password=SOUND)
    service.know(SOUND)

    auth = log_in(client, email, SOUND)

    headers = {"Authorization": f"Bearer {auth['access_token']}"}
    assert client.get(API + "/users/me", headers=headers).status_code == 200
