"""Steps of tests of logins at other providers."""

from typing import Any

import httpx2
from fastapi.testclient import TestClient
from httpx2 import Response

from backend.core.config import settings
from backend.modules.oidc.lib import REDIRECT_URI
from backend.modules.oidc.providers import Providers
from main import app
from tests.support.accounts import API, Account
from tests.support.environment import providers
from tests.support.operations import new_caller
from tests.support.provider import answer_in

OIDC = API + "/users/oidc"
Body = dict[str, Any]


def mend() -> None:
    """Let the providers behave as they should, and the app know nothing of them yet."""
    for provider in (providers.acme, providers.globex):
        provider.reset()
    app.state.providers = Providers(settings.OIDC_PROVIDERS, app.state.json_client)


def begun(
    client: TestClient,
    provider: str = "acme",
    *,
    path: str = "/begin",
    account: Account | None = None,
) -> Body:
    """Begin a login, or with another path something else."""
    headers = new_caller() | (account.headers if account else {})
    body = {"provider": provider}
    reply = client.post(f"{OIDC}{path}", json=body, headers=headers)
    assert reply.status_code == 200, reply.text
    flow: Body = reply.json()
    return flow


def at_provider(flow: Body) -> dict[str, str]:
    """Log in at the provider; return what it sends to the web app."""
    reply = httpx2.get(flow["authorization_url"], follow_redirects=False)
    url = reply.headers["location"]
    assert url.startswith(f"{REDIRECT_URI}?")
    return answer_in(url)


def answered(flow: Body, **changes: Any) -> Body:
    """Log in at the provider; return the body with which the web app goes on."""
    return {"flow_token": flow["flow_token"], **at_provider(flow), **changes}


def try_to_complete(client: TestClient, body: Body) -> Response:
    """Complete a login, from an address whose limits are unused."""
    return client.post(f"{OIDC}/complete", json=body, headers=new_caller())


def try_to_log_in(
    client: TestClient, provider: str = "acme", **changes: Any
) -> Response:
    """Log in at a provider, from the beginning to the end."""
    return try_to_complete(client, answered(begun(client, provider), **changes))


def newcomer(client: TestClient, provider: str = "acme") -> Body:
    """Log in as a person whom no account is linked to; return the reply about them."""
    reply = try_to_log_in(client, provider)
    assert reply.status_code == 200, reply.text
    found: Body = reply.json()["new_identity"]
    return found


def try_to_link(
    client: TestClient, account: Account, provider: str = "acme"
) -> Response:
    """Link the person at a provider to an account, as its settings do."""
    flow = begun(client, provider, path="/link/begin", account=account)
    body = answered(flow)
    return client.post(f"{OIDC}/link/complete", json=body, headers=account.headers)


def linked(client: TestClient, account: Account, provider: str = "acme") -> Body:
    """Link the person at a provider to an account; return the identity."""
    reply = try_to_link(client, account, provider)
    assert reply.status_code == 201, reply.text
    identity: Body = reply.json()
    return identity


def listed(client: TestClient, account: Account) -> list[Body]:
    """Return the identities of an account."""
    reply = client.get(OIDC, headers=account.headers)
    items: list[Body] = reply.json()["items"]
    return items


def sign_up(client: TestClient, link_token: str, **body: Any) -> Response:
    """Sign up with the login at a provider."""
    return client.post(f"{OIDC}/sign-up", json={"link_token": link_token, **body})


def try_to_prove(client: TestClient, account: Account, **changes: Any) -> Response:
    """Prove again, at a provider, who one is."""
    flow = begun(client, path="/reauthenticate/begin", account=account)
    body = answered(flow, **changes)
    path = f"{OIDC}/reauthenticate/complete"
    return client.post(path, json=body, headers=account.headers)
