"""Calls the operations of passkeys and API tokens, for `benchmarks.scale`."""

import pyotp

from benchmarks.scale.client import PASSWORD, Calls, account
from tests.passkey.authenticator import Authenticator


def passkeys(call: Calls) -> None:
    """Add a passkey, log in with it, and answer in place of the second factor."""
    email, token = account(call)
    call.post("/users/reauthenticate", token=token, password=PASSWORD)
    authenticator = Authenticator()
    made = _options(call, "/passkeys/options", token)
    credential = authenticator.create(made)
    added = call.post("/passkeys", token=token, name="Phone", credential=credential)
    path, of = f"/passkeys/{added['id']}", "/passkeys/{passkey_id}"
    call("GET", "/passkeys", token=token)
    call("PATCH", path, of=of, token=token, json={"name": "Old phone"})
    answer = authenticator.get(_options(call, "/passkeys/login/options"))
    call.post("/passkeys/login", credential=answer)
    secret = call.post("/two-fa/setup", token=token, password=PASSWORD)["secret"]
    call.post("/two-fa/enable", token=token, code=pyotp.TOTP(secret).now())
    pending = call.post("/users/login", email=email, password=PASSWORD)["access_token"]
    answer = authenticator.get(_options(call, "/passkeys/factor/options", pending))
    done = call.post("/passkeys/factor", token=pending, credential=answer)
    token = done["access_token"]
    call("DELETE", path, of=of, token=token)


def api_tokens(call: Calls) -> None:
    """Make an API token, read with it, and revoke it."""
    _, token = account(call)
    call.post("/users/reauthenticate", token=token, password=PASSWORD)
    scopes = ["documents:read"]
    made = call.post("/api-tokens", token=token, name="Backup", scopes=scopes)
    call("GET", "/documents", token=made["token"])
    path, of = f"/api-tokens/{made['id']}", "/api-tokens/{token_id}"
    call("GET", "/api-tokens", token=token)
    call("PATCH", path, of=of, token=token, json={"name": "Weekly backup"})
    call("DELETE", path, of=of, token=token)


def _options(call: Calls, path: str, token: str = "") -> dict[str, object]:
    found: dict[str, object] = call("GET", path, token=token).json()["options"]
    return found
