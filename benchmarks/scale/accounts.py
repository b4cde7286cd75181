"""Calls the operations of accounts, for `benchmarks.scale`."""

import pyotp

from backend.core.password import hash_password
from benchmarks.scale.client import (
    FIRST_USER,
    OTHER,
    PASSWORD,
    Calls,
    account,
    new_email,
)
from devtools.process import ChildError


def accounts(call: Calls) -> None:
    """Call the operations of an account of its own, from sign-up to deletion."""
    email, token = account(call)
    call("GET", "/users/me", token=token)
    call("PATCH", "/users/me", token=token, json={"full_name": "Ada King"})
    call.post("/users/reauthenticate", token=token, password=PASSWORD)
    changed = new_email()
    body = {"new_email": changed, "password": PASSWORD}
    call.post("/users/change-email", token=token, **body)
    call.post("/users/verify-email", token=token, code=call.code(changed))
    undo = call.mailed(email, r"([\w-]{43})\b")
    call("POST", "/users/undo-email-change", json={"token": undo})
    asked = call.post("/forgot-password/request", email=email)
    named = {"email": email, "request_token": asked["request_token"]}
    ticket = call.post("/forgot-password/verify", code=call.code(email), **named)
    call.post(
        "/forgot-password/reset",
        reset_token=ticket["reset_token"],
        new_password=OTHER,
    )
    token = call.post("/users/login", email=email, password=OTHER)["access_token"]
    body = {"current_password": OTHER, "new_password": PASSWORD}
    token = call.post("/users/change-password", token=token, **body)["access_token"]
    call.post("/users/delete-account", token=token, password=PASSWORD)
    undo = call.mailed(email, r"([\w-]{43})\b")
    call("POST", "/users/undo-delete-account", json={"token": undo})
    token = call.post("/users/login", email=email, password=PASSWORD)["access_token"]
    second_factor(call, email, token)
    token = call.post("/users/login", email=email, password=PASSWORD)["access_token"]
    call("POST", "/users/logout", token=token)


def second_factor(call: Calls, email: str, token: str) -> None:
    """Set up the second factor, log in with it, and switch it off."""
    secret = call.post("/two-fa/setup", token=token, password=PASSWORD)["secret"]
    now = pyotp.TOTP(secret).now()
    codes = call.post("/two-fa/enable", token=token, code=now)["recovery_codes"]
    call("GET", "/two-fa/status", token=token)
    login = {"email": email, "password": PASSWORD}
    pending = call.post("/users/login", **login)["access_token"]
    body = {"code": codes[0], "trust_device": True}
    done = call.post("/two-fa/verify", token=pending, **body)
    login["device_token"] = done["device_token"]
    call.post("/users/login", **login)
    devices = call("GET", "/two-fa/trusted-devices", token=token).json()["items"]
    path = "/two-fa/trusted-devices/"
    call("DELETE", path + devices[0]["id"], of=path + "{device_id}", token=token)
    body = {"password": PASSWORD, "code": codes[1]}
    codes = call.post("/two-fa/regenerate-codes", token=token, **body)["recovery_codes"]
    body = {"password": PASSWORD, "code": codes[0]}
    call.post("/two-fa/disable", token=token, **body)


def owner(call: Calls) -> None:
    """Call what a user with many rows reads: user 0, who is an administrator too."""
    row = call.database.execute(
        "UPDATE users SET password_hash = %s WHERE id = %s RETURNING email",
        [hash_password(PASSWORD), FIRST_USER],
    ).fetchone()
    if row is None:
        raise ChildError("there is no user 0")
    call.token = call.post("/users/login", email=row[0], password=PASSWORD)[
        "access_token"
    ]
    for path in ("/users/sessions", "/users/security-log"):
        call.pages(path, limit="10")
    sessions = call.pages("/users/sessions")
    path = "/users/sessions/"
    call("DELETE", path + sessions[-1]["id"], of=path + "{session_id}")
    call("DELETE", "/users/sessions")
    call("GET", "/users/export")
    link = call("GET", "/users/export-link").json()
    call.follow("/users/linked-export", link)


def health(call: Calls) -> None:
    """Call the probes, and read the configuration."""
    for name in ("live", "ready", "info"):
        call("GET", f"/health/{name}")
    call("GET", "/config")
