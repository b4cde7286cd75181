"""Parallel sign-ups and codes of one address leave one account with one password."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from backend.models import User
from devtools.mailbox import Mailbox
from tests.support.accounts import (
    Attempt,
    assert_error,
    begin,
    code_for,
    confirm,
    new_email,
    resend,
    wrong,
)
from tests.support.racing import at_once, await_waiting
from tests.user.attempts import OWNER, STRANGER, codes_of, opens


class TestRaces:
    """Sixteen requests at once, each from another network address."""

    def test_parallel_sign_ups_leave_one_account_and_one_valid_password(
        self, client: TestClient, mailbox: Mailbox, db: Session
    ) -> None:
        email = new_email()

        attempts = at_once(
            16,
            lambda number: begin(
                client,
                email,
                password=f"one-of-many-{number:02}-at-once",
                caller=f"192.0.2.{number}",
            ),
        )

        assert db.exec(select(func.count()).select_from(User)).one() == 1
        [winner, code] = confirmed_one(client, mailbox, attempts, email)
        assert [a for a in attempts if opens(client, a)] == [winner]
        for loser in attempts:
            assert_error(
                confirm(client, loser, code, caller="203.0.113.7"), 400, "invalid_code"
            )

    @pytest.mark.parametrize("place", [0, 7, 15])
    def test_a_verification_beside_fifteen_sign_ups_keeps_its_password(
        self, client: TestClient, db: Session, place: int
    ) -> None:
        owner = begin(client, **OWNER)
        code = code_for(owner.email)

        def step(number: int) -> int:
            caller = f"198.51.100.{number}"
            if number == place:
                return confirm(client, owner, code, caller=caller).status_code
            begin(client, owner.email, **STRANGER | {"caller": caller})
            return 202

        statuses = at_once(16, step)

        assert sorted(statuses) == [200] + [202] * 15
        assert db.exec(select(func.count()).select_from(User)).one() == 1
        assert opens(client, owner)
        assert not opens(client, Attempt(owner.email, STRANGER["password"], ""))

    @pytest.mark.parametrize("verifies_first", [True, False])
    def test_the_verified_password_stays_in_either_order_of_locks(
        self, client: TestClient, db: Session, verifies_first: bool
    ) -> None:
        owner = begin(client, **OWNER)
        code = code_for(owner.email)
        steps: list[Callable[[], object]] = [
            lambda: confirm(client, owner, code, caller="203.0.113.1"),
            lambda: begin(client, owner.email, **STRANGER),
        ]
        db.exec(select(User).with_for_update()).one()

        with ThreadPoolExecutor(2) as pool:
            for number, step in enumerate(steps if verifies_first else steps[::-1]):
                pool.submit(step)
                await_waiting(db, number + 1)
            db.rollback()

        assert opens(client, owner)
        assert not opens(client, Attempt(owner.email, STRANGER["password"], ""))

    def test_two_right_codes_leave_one_password(
        self, client: TestClient, mailbox: Mailbox, db: Session
    ) -> None:
        first = begin(client, **STRANGER)
        second = begin(client, first.email, **OWNER)
        codes = codes_of(mailbox, first.email, 2)

        def step(number: int) -> int:
            attempt = (first, second)[number % 2]
            caller = f"203.0.113.{number}"
            given = codes[number % 2]
            return confirm(client, attempt, given, caller=caller).status_code

        statuses = at_once(16, step)

        assert sorted(statuses) == [200] + [400] * 15
        winner = (first, second)[statuses.index(200) % 2]
        assert [a for a in (first, second) if opens(client, a)] == [winner]

    def test_resending_and_verifying_do_not_block_each_other(
        self, client: TestClient
    ) -> None:
        owner = begin(client, **OWNER)
        code = code_for(owner.email)

        def step(number: int) -> int:
            caller = f"203.0.113.{number}"
            if number % 2:
                return resend(client, owner, caller=caller).status_code
            return confirm(client, owner, wrong(code), caller=caller).status_code

        statuses = at_once(16, step)

        assert sorted(statuses) == [202] * 8 + [400] * 8


def confirmed_one(
    client: TestClient, mailbox: Mailbox, attempts: list[Attempt], email: str
) -> tuple[Attempt, str]:
    """Verify the first attempt that one of the e-mailed codes belongs to."""
    code = mailbox.wait_for(email, count=16)[0].code
    for number, attempt in enumerate(attempts):
        reply = confirm(client, attempt, code, caller=f"203.0.113.{number}")
        if reply.status_code == 200:
            return attempt, code
    raise AssertionError("the code is for none of them")
