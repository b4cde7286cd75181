"""Trusted devices need no second factor for a while."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.core import password
from backend.core.config import settings
from backend.models import TrustedDevice
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, assert_error, bearer, post
from tests.two_fa.steps import Guarded, call, guarded, pending, verify
from tests.user.steps import sessions

DEVICES = API + "/two-fa/trusted-devices"


@pytest.fixture
def on(client: TestClient, time: Time) -> Guarded:
    """Return an account with its second factor on."""
    return guarded(client, time)


def trust(client: TestClient, time: Time, on: Guarded) -> dict[str, Any]:
    """Log in, trust the device, and return the reply."""
    headers = pending(client, on)
    reply = verify(client, headers, on.code(time), trust_device=True)
    assert reply.status_code == 200, reply.text
    time.advance(minutes=1)
    body: dict[str, Any] = reply.json()
    return body


def log_in_with(client: TestClient, email: str, device_token: str) -> dict[str, Any]:
    """Log in with a device token and return the reply."""
    reply = post(
        client,
        "/users/login",
        email=email,
        password=PASSWORD,
        device_token=device_token,
    )
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def is_trusted(client: TestClient, on: Guarded, device_token: str) -> bool:
    """Return whether a login with this token needs no second factor."""
    reply = log_in_with(client, on.account.email, device_token)
    return reply["pending_2fa"] is False


def listed(client: TestClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    """Return the trusted devices of an account."""
    reply = client.get(DEVICES, headers=headers)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def test_a_trusted_device_needs_only_the_password(
    client: TestClient, time: Time, on: Guarded
) -> None:
    token = trust(client, time, on)["device_token"]

    body = log_in_with(client, on.account.email, token)

    assert body["pending_2fa"] is False
    headers = bearer(body["access_token"])
    assert client.get(API + "/users/me", headers=headers).status_code == 200
    wrong = post(
        client,
        "/users/login",
        email=on.account.email,
        password="not-this-one",
        device_token=token,
    )
    assert_error(wrong, 400, "invalid_credentials")


def test_a_device_is_trusted_only_on_request(
    client: TestClient, time: Time, on: Guarded
) -> None:
    body = verify(client, pending(client, on), on.code(time)).json()

    assert not is_trusted(client, on, body["device_token"])
    assert listed(client, bearer(body["access_token"])) == []


def test_trust_expires(client: TestClient, time: Time, on: Guarded) -> None:
    token = trust(client, time, on)["device_token"]
    time.advance(days=settings.TRUSTED_DEVICE_DAYS)

    assert not is_trusted(client, on, token)


def test_the_token_of_another_users_device_does_not_work(
    client: TestClient, time: Time, on: Guarded
) -> None:
    other = guarded(client, time)
    token = trust(client, time, other)["device_token"]

    assert not is_trusted(client, on, token)


def test_the_token_is_stored_as_a_hash(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    token = trust(client, time, on)["device_token"]

    assert token.encode() not in db.exec(select(TrustedDevice.digest)).one()


def test_the_session_list_shows_trust_which_ends_with_the_session(
    client: TestClient, time: Time, on: Guarded
) -> None:
    trusted = trust(client, time, on)
    mine = sessions(client, on.account.headers)
    [session] = [each for each in mine if each["is_trusted"]]
    assert session["is_current"] is False

    path = f"{API}/users/sessions/{session['id']}"
    assert client.delete(path, headers=on.account.headers).status_code == 204

    assert not is_trusted(client, on, trusted["device_token"])


def test_logging_out_keeps_the_trust(
    client: TestClient, time: Time, on: Guarded
) -> None:
    trusted = trust(client, time, on)
    client.post(API + "/users/logout", headers=bearer(trusted["access_token"]))

    assert is_trusted(client, on, trusted["device_token"])


def test_ending_all_other_sessions_keeps_only_this_device_trusted(
    client: TestClient, time: Time, on: Guarded
) -> None:
    other = trust(client, time, on)
    mine = trust(client, time, on)

    headers = bearer(mine["access_token"])
    assert client.delete(API + "/users/sessions", headers=headers).status_code == 204

    assert is_trusted(client, on, mine["device_token"])
    assert not is_trusted(client, on, other["device_token"])


def test_a_device_is_listed_and_can_be_distrusted(
    client: TestClient, time: Time, on: Guarded
) -> None:
    trusted = trust(client, time, on)
    headers = on.account.headers
    [device] = listed(client, headers)

    missing = client.delete(f"{DEVICES}/{uuid4()}", headers=headers)
    done = client.delete(f"{DEVICES}/{device['id']}", headers=headers)

    assert_error(missing, 404, "trusted_device_not_found")
    assert done.status_code == 204
    assert listed(client, headers) == []
    assert not is_trusted(client, on, trusted["device_token"])


def test_users_cannot_distrust_the_device_of_another_user(
    client: TestClient, time: Time, on: Guarded
) -> None:
    other = guarded(client, time)
    trust(client, time, on)
    [device] = listed(client, on.account.headers)

    path = f"{DEVICES}/{device['id']}"
    reply = client.delete(path, headers=other.account.headers)

    assert_error(reply, 404, "trusted_device_not_found")
    assert len(listed(client, on.account.headers)) == 1


def change_password(client: TestClient, on: Guarded, time: Time) -> Response:
    """Set another password, and then the first one again."""
    passwords = {
        "current_password": PASSWORD,
        "new_password": "a-quiet-orchard-at-dusk",
    }
    path, headers = API + "/users/change-password", on.account.headers
    for values in (passwords.values(), reversed(passwords.values())):
        time.advance(seconds=60)
        body = dict(zip(passwords, values, strict=True)) | {"code": on.code(time)}
        reply = client.post(path, json=body, headers=headers)
        headers = bearer(reply.json()["access_token"])
    return reply


def switch_off_and_on(client: TestClient, on: Guarded, time: Time) -> Response:
    """Switch the second factor off and on again."""
    body = {"password": PASSWORD, "code": on.code(time)}
    return call(client, on.account, "/disable", **body)


def test_a_new_password_ends_all_trust(
    client: TestClient, time: Time, on: Guarded
) -> None:
    trusted = trust(client, time, on)
    assert change_password(client, on, time).status_code == 200

    assert not is_trusted(client, on, trusted["device_token"])


def test_switching_the_factor_off_ends_all_trust(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    trust(client, time, on)

    assert switch_off_and_on(client, on, time).status_code == 204

    assert db.exec(select(TrustedDevice)).all() == []


def test_a_setting_switches_trusted_devices_off(
    client: TestClient, time: Time, on: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = trust(client, time, on)["device_token"]
    never = settings.model_copy(update={"TRUSTED_DEVICE_DAYS": 0})
    monkeypatch.setattr(
        "backend.modules.session.trusted_devices.trusted_devices.settings", never
    )

    assert not is_trusted(client, on, token)
    again = trust(client, time, on)["device_token"]
    assert not is_trusted(client, on, again)


def test_a_trusted_device_keeps_its_token(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    token = trust(client, time, on)["device_token"]

    for _ in range(3):
        body = log_in_with(client, on.account.email, token)
        assert (body["pending_2fa"], body["device_token"]) == (False, token)
    assert len(db.exec(select(TrustedDevice)).all()) == 1


def test_trust_moves_to_the_new_token_when_the_hash_is_renewed(
    client: TestClient, time: Time, on: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = trust(client, time, on)["device_token"]
    costlier = settings.model_copy(update={"BCRYPT_COST": 5})
    monkeypatch.setattr(password, "settings", costlier)

    new = log_in_with(client, on.account.email, old)

    assert new["pending_2fa"] is False
    assert new["device_token"] not in (None, old)
    assert is_trusted(client, on, new["device_token"])
    assert not is_trusted(client, on, old)
