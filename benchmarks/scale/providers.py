"""Calls the operations of logins at other providers, for `benchmarks.scale`."""

from typing import Any
from urllib.parse import urlencode

import httpx2

from benchmarks.scale.client import Calls, new_email
from tests.support.provider import answer_in

_OIDC = "/users/oidc"
_ONE = f"{_OIDC}/{{identity_id}}"


def logins(call: Calls) -> None:
    """Sign up with a provider, log in, prove who one is, link and unlink."""
    person = new_email()
    call("GET", f"{_OIDC}/providers")
    token = _found(call, person)["new_identity"]["link_token"]
    signed_up = call.post(f"{_OIDC}/sign-up", link_token=token)
    token = signed_up["access_token"]
    _found(call, person)
    _flow(call, "/reauthenticate", person, token)
    (identity,) = call("GET", _OIDC, token=token).json()["items"]
    call("DELETE", f"{_OIDC}/{identity['id']}", of=_ONE, token=token)
    linked = _flow(call, "/link", person, token)
    call("DELETE", f"{_OIDC}/{linked['id']}", of=_ONE, token=token)
    found = _found(call, person)["new_identity"]
    call.post(f"{_OIDC}/link", token=token, link_token=found["link_token"])


def _found(call: Calls, person: str) -> dict[str, Any]:
    found: dict[str, Any] = _flow(call, "", person, "")
    return found


def _flow(call: Calls, path: str, person: str, token: str) -> Any:
    """Begin a flow, log in at the provider, and complete the flow."""
    flow = call.post(f"{_OIDC}{path}/begin", token=token, provider="acme")
    url = f"{flow['authorization_url']}&{urlencode({'login_hint': person})}"
    answer = answer_in(httpx2.get(url).headers["location"])
    body = {"flow_token": flow["flow_token"], **answer}
    return call.post(f"{_OIDC}{path}/complete", token=token, **body)
