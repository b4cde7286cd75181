"""The previous release works beside this one, on this one's schema.

During an upgrade the schema is new, and instances of both releases answer. They share
accounts, sessions, second factors and passwords, but not codes: 1.0.0 stores one code per
address, this release one per sign-up and per request. So a sign-up or a reset must end at
the release at which it began. At the other one, the code is wrong, and the client requests
another.

The code of the previous release is in tests/data/releases:
`git archive --format=zip -o … TAG main.py backend openapi.json`.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from tests.faults.steps import Caller
from tests.support.accounts import PASSWORD, bearer, code_for, new_email
from tests.support.environment import ROOT
from tests.support.live import Live

PREVIOUS = ROOT / "tests" / "data" / "releases" / "1.0.0.zip"


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, service: Live
) -> Iterator[tuple[Caller, Caller]]:
    """Start the previous release, which sends the e-mails, and this one."""
    folder: Path = tmp_path_factory.mktemp("previous")
    with zipfile.ZipFile(PREVIOUS) as code:
        code.extractall(folder)
    with (
        Live(folder, RUN_WORKER="true", TRUSTED_PROXIES="127.0.0.1/32") as old,
        Caller(old.url) as one,
        Caller(service.url) as other,
    ):
        yield one, other


@pytest.fixture
def callers(both: tuple[Caller, Caller], client: object) -> tuple[Caller, Caller]:
    """Return both clients, on empty tables."""
    return both


def verified(caller: Caller, password: str = PASSWORD) -> tuple[str, str]:
    """Sign up and verify at one release; return address and token."""
    email = new_email()
    signup = caller.sign_up(email)
    assert signup.status_code == 202
    # The previous release finds a sign-up by its address, and returns no token.
    token = signup.json().get("signup_token")
    named = {"signup_token": token} if token else {"email": email}
    body = named | {"code": code_for(email)}
    reply = caller.call("POST", "/users/verify-signup", json=body)
    return email, reply.json()["access_token"]


def test_the_archive_is_of_another_release() -> None:
    with zipfile.ZipFile(PREVIOUS) as code:
        previous = json.loads(code.read("openapi.json"))
    present = json.loads((ROOT / "openapi.json").read_text())

    assert previous["info"]["version"] == PREVIOUS.stem
    assert present["info"]["version"] != PREVIOUS.stem


@pytest.mark.parametrize("first", [0, 1], ids=["old first", "new first"])
def test_an_account_works_at_both_releases(
    callers: tuple[Caller, Caller], first: int
) -> None:
    one, other = callers[first], callers[1 - first]
    email, token = verified(one)

    assert other.me(token).json()["email"] == email
    change = {"full_name": "Ada Lovelace"}
    assert other.call("PATCH", "/users/me", json=change, token=token).is_success
    assert one.me(token).json()["full_name"] == "Ada Lovelace"
    assert other.log_in(email).status_code == 200
    sessions = one.call("GET", "/users/sessions", token=token).json()["items"]
    assert len(sessions) == 2
    assert other.call("POST", "/users/logout", token=token).status_code == 204
    assert one.me(token).status_code == 401


@pytest.mark.parametrize("first", [0, 1], ids=["old first", "new first"])
def test_a_second_factor_works_at_both_releases(
    callers: tuple[Caller, Caller], first: int
) -> None:
    one, other = callers[first], callers[1 - first]
    email, token = verified(one)
    password = {"password": PASSWORD}
    setup = one.call("POST", "/two-fa/setup", json=password, token=token).json()
    code = {"code": pyotp.TOTP(setup["secret"]).now()}
    enabled = one.call("POST", "/two-fa/enable", json=code, token=token).json()

    pending = other.log_in(email).json()
    assert pending["pending_2fa"] is True
    recovery = {"code": enabled["recovery_codes"][0]}
    headers = bearer(pending["access_token"])
    done = other.call("POST", "/two-fa/verify", json=recovery, headers=headers)
    assert one.me(done.json()["access_token"]).json()["email"] == email


@pytest.mark.parametrize("first", [0, 1], ids=["old first", "new first"])
def test_a_reset_password_works_at_both_releases(
    callers: tuple[Caller, Caller], first: int
) -> None:
    one, other = callers[first], callers[1 - first]
    email, token = verified(one)

    asked = one.call("POST", "/forgot-password/request", json={"email": email})
    assert asked.status_code == 202
    body = {"email": email, "code": code_for(email, number=2)}
    body |= {k: v for k, v in asked.json().items() if k == "request_token"}
    ticket = one.call("POST", "/forgot-password/verify", json=body).json()
    reset = {"reset_token": ticket["reset_token"], "new_password": "another-long-one-7"}
    assert other.call("POST", "/forgot-password/reset", json=reset).is_success

    assert other.me(token).status_code == 401
    login = {"email": email, "password": "another-long-one-7"}
    assert other.call("POST", "/users/login", json=login).status_code == 200


@pytest.mark.parametrize("first", [0, 1], ids=["old first", "new first"])
def test_a_password_of_the_previous_release_works_with_and_without_blanks(
    callers: tuple[Caller, Caller], first: int
) -> None:
    one, other = callers[first], callers[1 - first]
    secret = f"  {PASSWORD} " if first == 0 else PASSWORD
    email, _ = verified(one, secret)
    padded = {"email": email, "password": f"  {PASSWORD} "}
    bare = {"email": email, "password": PASSWORD}
    asked = padded if first == 0 else bare

    assert other.call("POST", "/users/login", json=asked).status_code == 200
    assert callers[0].call("POST", "/users/login", json=padded).status_code == 200
    assert callers[1].call("POST", "/users/login", json=bare).status_code == 200


def test_an_unverified_sign_up_of_this_release_cannot_log_in_at_the_previous_one(
    callers: tuple[Caller, Caller],
) -> None:
    old, new = callers
    email = new_email()
    new.sign_up(email)

    assert old.log_in(email).status_code == 400
    assert new.log_in(email).status_code == 200


def test_an_unverified_account_of_the_previous_release_logs_in_at_this_one(
    callers: tuple[Caller, Caller],
) -> None:
    old, new = callers
    email = new_email()
    old.sign_up(email)
    token = new.log_in(email).json()["access_token"]

    signup = new.sign_up(email).json()
    body = {"signup_token": signup["signup_token"], "code": code_for(email, number=2)}
    verified = new.call("POST", "/users/verify-signup", json=body)

    assert verified.status_code == 200
    assert old.me(token).status_code == 401
    assert old.me(verified.json()["access_token"]).json()["email"] == email
    assert old.log_in(email).status_code == 200
