"""Password hashing: what it holds while it runs, and its cost."""

import bcrypt
import pytest
from fastapi.testclient import TestClient

from backend.core import threads
from backend.core.database import engine
from backend.core.password import hash_password, unusable_hash, verify_password
from tests.support.accounts import API, log_in, new_email, verified
from tests.support.waiting import eventually
from tests.support.work import Hash


@pytest.mark.parametrize(
    "headers",
    [{}, {"Idempotency-Key": "a-key-of-sixteen-and-more"}],
    ids=["without a key", "with a key"],
)
def test_a_hash_is_made_with_neither_connection_nor_slot_held(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    account = verified(client)
    held: list[int] = []

    def note(real: Hash) -> Hash:
        def noting(left: bytes, right: bytes) -> bytes | bool:
            # The event loop frees the slot a moment later.
            eventually(lambda: threads.slots().in_use == 0)
            held.append(engine.pool.checkedout())  # type: ignore[attr-defined]
            return real(left, right)

        return noting

    monkeypatch.setattr(bcrypt, "checkpw", note(bcrypt.checkpw))
    monkeypatch.setattr(bcrypt, "hashpw", note(bcrypt.hashpw))

    log_in(client, account.email)
    body = {"email": new_email(), "password": "correct-horse-battery"}
    client.post(f"{API}/users/signup", json=body, headers=headers)

    assert held == [0, 0]
    eventually(lambda: threads.slots().in_use == 0)


def test_a_password_verifies_only_against_its_own_hash() -> None:
    hashed = hash_password("p\u00e4ssword")

    assert verify_password("p\u00e4ssword", hashed) is True
    assert verify_password("p\u00e4sswore", hashed) is False
    assert verify_password("p\u00e4ssword", None) is False
    assert verify_password("a\0b", hash_password("a\0c")) is False


def test_an_unusable_hash_costs_as_much_as_a_real_one() -> None:
    cost = hash_password("x").split("$")[2]

    assert unusable_hash().split("$")[2] == cost
    assert len(unusable_hash()) == 60


def test_more_than_72_bytes_never_match() -> None:
    hashed = hash_password("a" * 72)

    assert verify_password("a" * 72, hashed) is True
    assert verify_password("a" * 73, hashed) is False
