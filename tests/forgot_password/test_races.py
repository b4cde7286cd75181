"""Codes and tickets in many parallel requests."""

import httpx
import pytest
from fastapi.testclient import TestClient
from redis import Redis
from sqlmodel import Session, select

from backend.models import OneTimeCode
from tests.forgot_password.steps import ask, code_of, reset, ticket, verify
from tests.support import environment
from tests.support.accounts import assert_error, log_in, verified, wrong
from tests.support.live import Live
from tests.support.racing import at_once


def tries(db: Session) -> int:
    """Return how many tries of the code are recorded."""
    db.rollback()
    is_of_a_reset = OneTimeCode.purpose == "password_reset"
    statement = select(OneTimeCode.tries).where(is_of_a_reset)
    return db.exec(statement).one()


def test_of_fifty_parallel_wrong_codes_five_are_compared(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    named = ask(client, account.email).json()["request_token"]
    code = code_of(account)
    compared = []

    def compare(left: bytes, right: bytes) -> bool:
        compared.append(left)
        return left == right

    monkeypatch.setattr("backend.core.token.same_digest", compare)

    replies = at_once(
        50,
        lambda number: verify(
            client,
            account.email,
            wrong(code),
            caller=f"192.0.2.{number}",
            request_token=named,
        ),
    )

    assert [reply.status_code for reply in replies] == [400] * 50
    assert len(compared) == tries(db) == 5
    assert_error(verify(client, account.email, code), 400, "invalid_code")


def test_of_ten_parallel_right_codes_one_becomes_a_ticket(client: TestClient) -> None:
    account = verified(client)
    ask(client, account.email)
    code = code_of(account)

    replies = at_once(10, lambda _: verify(client, account.email, code))

    assert sorted(reply.status_code for reply in replies) == [200] + [400] * 9


def test_of_ten_parallel_uses_of_a_ticket_one_sets_the_password(
    client: TestClient,
) -> None:
    account = verified(client)
    token = ticket(client, account)
    passwords = [f"a-quiet-orchard-at-{number}-o-clock" for number in range(10)]

    replies = at_once(10, lambda number: reset(client, token, passwords[number]))

    statuses = [reply.status_code for reply in replies]
    assert sorted(statuses) == [204] + [400] * 9
    log_in(client, account.email, passwords[statuses.index(204)])


def test_neither_a_flushed_redis_nor_another_process_resets_the_tries(
    client: TestClient, db: Session, service: Live
) -> None:
    account = verified(client)
    named = ask(client, account.email).json()["request_token"]
    code = code_of(account)
    for _ in range(4):
        verify(client, account.email, wrong(code))
    redis = Redis.from_url(environment.valkey.url)
    redis.flushall()
    redis.close()
    body = {"email": account.email, "code": wrong(code), "request_token": named}
    reply = httpx.post(f"{service.url}/forgot-password/verify", json=body)

    assert reply.status_code == 400
    assert tries(db) == 5
    assert_error(verify(client, account.email, code), 400, "invalid_code")
