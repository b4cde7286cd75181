"""Each recovery code replaces the app's code once."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, assert_error, bearer, log_in
from tests.support.racing import at_once
from tests.two_fa.steps import (
    Guarded,
    call,
    guarded,
    pending,
    pending_from,
    status,
    verify,
)


@pytest.fixture
def on(client: TestClient, time: Time) -> Guarded:
    """Return an account with its second factor on."""
    return guarded(client, time)


def test_a_code_has_eighty_bits_and_no_letters_that_look_alike(on: Guarded) -> None:
    for code in on.recovery_codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4] * 4
        assert not set(code) & set("ILOU")


def test_a_recovery_code_replaces_the_app_once(client: TestClient, on: Guarded) -> None:
    code = on.recovery_codes[0]

    first = verify(client, pending(client, on), code)
    second = verify(client, pending(client, on), code)

    assert first.status_code == 200
    assert_error(second, 400, "wrong_code")
    assert status(client, on.account)["recovery_codes_left"] == 9


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("0", "O").replace("1", "I"),
    ],
)
def test_a_recovery_code_is_accepted_in_the_forms_that_people_type(
    client: TestClient, on: Guarded, typed: Callable[[str], str]
) -> None:
    # Of ten codes with sixteen characters, almost always one has a 0 or a 1.
    code = max(on.recovery_codes, key=lambda code: code.count("0") + code.count("1"))

    reply = verify(client, pending(client, on), typed(code))

    assert reply.status_code == 200


def test_a_code_of_another_user_does_not_work(
    client: TestClient, time: Time, on: Guarded
) -> None:
    other = guarded(client, time)

    reply = verify(client, pending(client, on), other.recovery_codes[0])

    assert_error(reply, 400, "wrong_code")


def test_ten_parallel_uses_of_a_recovery_code_log_in_once(
    client: TestClient, on: Guarded
) -> None:
    logins = [pending_from(client, on, number) for number in range(10)]

    def attempt(number: int) -> Response:
        return verify(client, logins[number], on.recovery_codes[0])

    statuses = sorted(reply.status_code for reply in at_once(10, attempt))

    assert statuses == [200] + [400] * 9


def test_each_use_is_mailed_with_a_warning_if_few_codes_are_left(
    client: TestClient, mailbox: Mailbox, on: Guarded
) -> None:
    mailbox.wait_for(on.account.email, count=2)
    mailbox.clear()

    for used in range(1, 9):
        headers = pending_from(client, on, used)
        assert verify(client, headers, on.recovery_codes[used]).status_code == 200

    subjects = [m.subject for m in mailbox.wait_for(on.account.email, count=8)]
    assert sorted(subjects) == [
        *["A recovery code was used"] * 7,
        "Only 2 recovery codes are left",
    ]


def test_new_codes_end_the_old_ones_and_other_logins(
    client: TestClient, mailbox: Mailbox, time: Time, on: Guarded
) -> None:
    login = verify(client, pending(client, on), on.recovery_codes[0]).json()
    other = bearer(login["access_token"])

    body = {"password": PASSWORD, "code": on.code(time)}
    reply = call(client, on.account, "/regenerate-codes", **body)

    new = reply.json()["recovery_codes"]
    assert len(set(new)) == 10
    assert not set(new) & set(on.recovery_codes)
    assert client.get(API + "/users/me", headers=other).status_code == 401
    old = verify(client, pending(client, on), on.recovery_codes[1])
    assert_error(old, 400, "wrong_code")
    assert verify(client, pending(client, on), new[0]).status_code == 200
    subjects = [m.subject for m in mailbox.wait_for(on.account.email, count=5)]
    assert "Your recovery codes were replaced" in subjects


@pytest.mark.parametrize(
    ("change", "error"),
    [({"password": "not-this-one"}, "wrong_password"), ({"code": "0000"}, None)],
)
def test_new_codes_need_password_and_second_factor(
    client: TestClient,
    time: Time,
    on: Guarded,
    change: dict[str, str],
    error: str | None,
) -> None:
    body = {"password": PASSWORD, "code": on.code(time), **change}

    reply = call(client, on.account, "/regenerate-codes", **body)

    assert_error(reply, *((400, error) if error else (422, "invalid_input")))
    assert log_in(client, on.account.email)["pending_2fa"] is True
