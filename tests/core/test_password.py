"""Hashing: what it holds meanwhile, and how much of it waits."""

import threading

import bcrypt
import pytest
from fastapi.testclient import TestClient

from backend.core import password, threads
from backend.core.database import engine
from backend.core.exceptions import ServiceUnavailable
from tests.accounts import log_in, new_email, post, verified
from tests.waiting import eventually
from tests.work import Hash


def test_a_hash_is_made_with_neither_connection_nor_slot_held(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    held: list[int] = []

    def note(real: Hash) -> Hash:
        def noting(left: bytes, right: bytes) -> bytes | bool:
            # The event loop takes it back, a moment later.
            eventually(lambda: threads.slots().in_use == 0)
            held.append(engine.pool.checkedout())  # type: ignore[attr-defined]
            return real(left, right)

        return noting

    monkeypatch.setattr(bcrypt, "checkpw", note(bcrypt.checkpw))
    monkeypatch.setattr(bcrypt, "hashpw", note(bcrypt.hashpw))

    log_in(client, account.email)
    post(client, "/users/signup", email=new_email(), password="correct-horse-battery")

    assert held == [0, 0]
    eventually(lambda: threads.slots().in_use == 0)


def test_too_many_waiting_hashes_are_refused_and_the_rest_served(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    monkeypatch.setattr(password, "_waiting", threading.Semaphore(0))

    reply = post(client, "/users/login", email=account.email, password="whatever-1")

    assert reply.status_code == 503
    assert reply.json()["code"] == "service_unavailable"
    assert reply.headers["Retry-After"] == "5"
    assert client.get("/api/v1/users/me", headers=account.headers).status_code == 200


def test_a_password_verifies_only_against_its_own_hash() -> None:
    hashed = password.hash("p\u00e4ssword")

    assert password.verify("p\u00e4ssword", hashed) is True
    assert password.verify("p\u00e4sswore", hashed) is False
    assert password.verify("p\u00e4ssword", None) is False
    assert password.verify("a\0b", password.hash("a\0c")) is False


def testunusable_costs_what_a_real_one_does() -> None:
    cost = password.hash("x").split("$")[2]

    assert password.unusable().split("$")[2] == cost
    assert len(password.unusable()) == 60


def test_more_than_72_bytes_never_match() -> None:
    hashed = password.hash("a" * 72)

    assert password.verify("a" * 72, hashed) is True
    assert password.verify("a" * 73, hashed) is False


def test_the_queue_gives_its_places_back() -> None:
    for _ in range(password._MAX_WAITING + 1):
        try:
            password.verify("x", None)
        except ServiceUnavailable:
            pytest.fail("a place was not given back")
