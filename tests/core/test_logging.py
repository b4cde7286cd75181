"""Logs: one event per line, and never a secret."""

import logging as standard
import subprocess
import sys
from collections.abc import Callable

import pytest
import structlog
from fastapi.testclient import TestClient
from pydantic import BaseModel
from sqlalchemy import text

from backend.api.deps import SessionDep
from backend.core import logging
from backend.core.config import settings
from backend.core.validation import ReplyModel, RequestModel
from backend.models import OutboxEmail
from tests.core.conftest import Logs
from tests.core.throwaway import TRY, serving
from tests.support.accounts import bearer, code_for, new_email, post, wrong
from tests.support.environment import ROOT, SECRET, SENDGRID_KEY, mailbox, variables
from tests.support.operations import new_caller

FORGERY = 'x\r\n{"event": "forged"}\x1b[2J\x85\u2028y'
CANARY = "canary-61f2-correct-horse"


def test_json_logs_are_one_object_a_line(logs: Logs) -> None:
    log = structlog.get_logger()

    log.info("first", email_id="7", count=3)
    log.error(FORGERY, value=FORGERY)
    standard.getLogger("library").warning("%s said", FORGERY)

    first, second, third = logs.events
    assert first | {"timestamp": ""} == {
        "event": "first",
        "email_id": "7",
        "count": 3,
        "level": "info",
        "timestamp": "",
    }
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["value"]) == (FORGERY, FORGERY)
    assert (third["event"], third["logger"]) == (f"{FORGERY} said", "library")
    assert (second["level"], third["level"]) == ("error", "warning")


def test_an_exception_is_part_of_its_line(logs: Logs) -> None:
    log = structlog.get_logger()

    try:
        int(FORGERY)
    except ValueError:
        log.exception("failed")

    [event] = logs.events
    assert event["exception"].startswith("Traceback (most recent call last):\n")


def test_console_logs_keep_one_event_on_one_line(
    configured_logs: Callable[[bool], Logs],
) -> None:
    logs = configured_logs(False)

    structlog.get_logger().info(FORGERY, value=FORGERY)
    standard.getLogger("library").warning("%s", FORGERY)

    assert len(logs.lines) == 2
    for line in logs.lines:
        assert "x\\x0d\\x0a{" in line
        assert "\x1b[2J" not in line
        assert not set(line) & set("\r\x85")


def test_all_log_lines_of_a_request_have_its_id(logs: Logs) -> None:
    def endpoint() -> None:
        structlog.get_logger().info("meanwhile")
        standard.getLogger("library").info("meanwhile")

    serving(endpoint).get(TRY, headers={"X-Request-ID": "call-1"})

    assert [e["request_id"] for e in logs.named("meanwhile")] == ["call-1"] * 2


def test_no_secret_of_an_account_is_logged(client: TestClient, logs: Logs) -> None:
    email = new_email()
    secrets = {CANARY, f"{CANARY}-wrong", f"{CANARY}-name", SECRET, SENDGRID_KEY}

    def send(path: str, **body: str) -> dict[str, str]:
        reply = client.post(f"/api/v1/users{path}", json=body, headers=new_caller())
        json: dict[str, str] = reply.json()
        return json

    answer = send("/signup", email=email, password=CANARY, full_name=f"{CANARY}-name")
    signup = {"signup_token": answer["signup_token"]}
    secrets.add(signup["signup_token"])
    code = code_for(email)
    secrets |= {code, mailbox.messages(email)[0].text, mailbox.messages(email)[0].html}
    send("/verify-signup", code=wrong(code), **signup)
    secrets.add(wrong(code))
    secrets.add(send("/verify-signup", code=code, **signup)["access_token"])
    secrets.add(send("/login", email=email, password=CANARY)["access_token"])
    send("/login", email=email, password=f"{CANARY}-wrong")
    send("/login", email=f"{CANARY}@", password=CANARY)
    send("/signup", email=email, password=CANARY, extra=CANARY)
    forged = bearer(f"{CANARY}.{CANARY}.{CANARY}")
    client.get("/api/v1/users/me", headers=forged)

    assert {e["status"] for e in logs.named("request")} == {200, 202, 400, 401, 422}
    assert len(secrets) == 12
    assert [secret for secret in secrets if secret in logs.text] == []
    assert email not in logs.text


class SecretRequest(RequestModel):
    """A request with a secret."""

    password: str


class SecretReply(ReplyModel):
    """A reply whose validation fails."""

    access_token: int


def fail_with_a_local(data: SecretRequest) -> None:
    password = data.password
    raise RuntimeError(str(len(password)))


def fail_in_a_reply(data: SecretRequest) -> BaseModel:
    return SecretReply.model_validate({"access_token": data.password})


def fail_in_a_statement(data: SecretRequest, session: SessionDep) -> None:
    session.execute(text("SELECT nowhere, :secret"), {"secret": data.password})


def fail_in_a_constraint(data: SecretRequest, session: SessionDep) -> None:
    row = OutboxEmail(recipient="x", subject="x", html="x", text=data.password)
    row.status = "unknown"
    session.add(row)
    session.commit()


@pytest.mark.parametrize(
    ("endpoint", "as_json"),
    [
        (fail_with_a_local, True),
        (fail_with_a_local, False),
        (fail_in_a_reply, True),
        (fail_in_a_statement, True),
        (fail_in_a_constraint, True),
        pytest.param(fail_in_a_reply, False, marks=pytest.mark.nightly),
        pytest.param(fail_in_a_statement, False, marks=pytest.mark.nightly),
        pytest.param(fail_in_a_constraint, False, marks=pytest.mark.nightly),
    ],
)
def test_no_secret_of_a_request_that_fails_unexpectedly_is_logged(
    configured_logs: Callable[[bool], Logs],
    endpoint: Callable[..., object],
    as_json: bool,
) -> None:
    client = serving(endpoint, method="POST")
    logs = configured_logs(as_json)

    reply = client.post(TRY, json={"password": CANARY})

    assert reply.status_code == 500
    assert endpoint.__name__ in logs.text  # the log contains the traceback
    assert CANARY not in logs.text


def test_libraries_that_log_bodies_stay_silent_at_debug() -> None:
    code = (
        "from backend.core import email, logging\n"
        "import logging as standard, structlog\n"
        "logging.configure(as_json=True)\n"
        f"email.send(to='ada@example.com', subject='s', text='{CANARY}', html='h')\n"
        "structlog.get_logger().debug('ours')\n"
        "standard.getLogger('library').debug('theirs')\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=ROOT,
        env=variables(LOG_LEVEL="debug"),
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert mailbox.wait_for("ada@example.com")[0].text == CANARY
    assert '"ours"' in done.stdout
    assert "theirs" not in done.stdout
    assert CANARY not in done.stdout + done.stderr
    assert SENDGRID_KEY not in done.stdout + done.stderr


def test_the_setting_of_the_level_applies(
    monkeypatch: pytest.MonkeyPatch, configured_logs: Callable[[bool], Logs]
) -> None:
    quiet = settings.model_copy(update={"LOG_LEVEL": "warning"})
    monkeypatch.setattr(logging, "settings", quiet)
    logs = configured_logs(True)

    for logger in (structlog.get_logger(), standard.getLogger("library")):
        logger.info("unheard")
        logger.warning("heard")

    assert [event["event"] for event in logs.events] == ["heard", "heard"]


def test_uvicorn_logs_in_our_format_and_logs_no_requests(logs: Logs) -> None:
    standard.getLogger("uvicorn.error").info("started")
    standard.getLogger("uvicorn.access").info("GET /?token=canary")

    assert [event["event"] for event in logs.events] == ["started"]


def test_logging_can_be_configured_again(logs: Logs) -> None:
    logging.configure(as_json=True)

    standard.getLogger("library").warning("once")

    assert len(logs.named("once")) == 1


def test_a_rate_limited_login_does_not_log_the_address(
    client: TestClient, logs: Logs
) -> None:
    email = new_email()

    for _ in range(6):
        post(client, "/users/login", email=email, password=CANARY)

    assert [e["status"] for e in logs.named("request")] == [400] * 5 + [429]
    assert email not in logs.text
