"""Logins at a certified provider (`oidc-provider` of npm) in a process of its own.

Run them with `python3 run.py test -m node`. The other tests of this folder use a stand-in,
which can be wrong in more ways and needs no Node.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urljoin

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from backend.core.config.oidc import OidcProvider
from backend.modules.oidc.lib import REDIRECT_URI
from backend.modules.oidc.providers import Providers
from devtools.web.node import alone, node
from devtools.web.provider import CertifiedProvider
from main import app
from tests.fixtures import Time
from tests.oidc.steps import OIDC, Body, begun, sign_up, try_to_complete
from tests.support.accounts import assert_error, bearer
from tests.support.provider import answer_in

pytestmark = pytest.mark.node

ADA = "ada@provider.example"


class Running:
    """A provider that a test can stop and start again, with new keys."""

    def __init__(self) -> None:
        self.provider = CertifiedProvider(REDIRECT_URI)
        with alone():
            self._node = node()
            self._exits = ExitStack()
            self.start()

    def start(self) -> None:
        """Start it."""
        self._exits.enter_context(self.provider.running(self._node))

    def stop(self) -> None:
        """Stop it."""
        self._exits.close()


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """Run the provider during the tests of this file."""
    running = Running()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _known(running: Running, client: TestClient) -> None:
    """Let the app know the provider, and nothing that it said before."""
    (entry,) = json.loads(running.provider.setting)
    secret = SecretStr(entry.pop("client_secret"))
    configured = OidcProvider(**entry, client_secret=secret)
    app.state.providers = Providers([configured], app.state.json_client)


def at_provider(flow: Body) -> Body:
    """Log in at the provider's pages, and return what the web app sends."""
    url = flow["authorization_url"]
    with httpx2.Client() as browser:
        reply = browser.get(url)
        while True:
            if reply.has_redirect_location:
                url = urljoin(str(reply.url), reply.headers["location"])
                if url.startswith(REDIRECT_URI):
                    return {"flow_token": flow["flow_token"], **answer_in(url)}
                reply = browser.get(url)
                continue
            form = re.search(r'<form[^>]* action="([^"]+)"', reply.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', reply.text)
            assert form, reply.text
            assert prompt, reply.text
            person = {"login": ADA, "password": "x"} if prompt[1] == "login" else {}
            fields = {"prompt": prompt[1], **person}
            reply = browser.post(urljoin(str(reply.url), form[1]), data=fields)


def answered(client: TestClient) -> Body:
    """Begin a login and log in at the provider."""
    return at_provider(begun(client, "certified"))


def signed_up(client: TestClient) -> dict[str, str]:
    """Sign up with the provider; return the headers of the login."""
    found = try_to_complete(client, answered(client)).json()["new_identity"]
    reply = sign_up(client, found["link_token"])
    assert reply.status_code == 201, reply.text
    return bearer(reply.json()["access_token"])


def test_a_person_signs_up_and_logs_in(client: TestClient) -> None:
    headers = signed_up(client)

    auth = try_to_complete(client, answered(client)).json()["auth"]

    assert auth["user"]["email"] == ADA
    (identity,) = client.get(OIDC, headers=headers).json()["items"]
    assert identity["email"] == ADA


def test_a_new_login_there_is_a_proof(client: TestClient) -> None:
    headers = signed_up(client)
    flow = client.post(
        f"{OIDC}/reauthenticate/begin", json={"provider": "certified"}, headers=headers
    )

    body = at_provider(flow.json())
    path = f"{OIDC}/reauthenticate/complete"
    reply = client.post(path, json=body, headers=headers)

    assert reply.status_code == 204, reply.text


def test_a_code_works_once_and_for_its_own_flow(client: TestClient) -> None:
    body, strangers = answered(client), answered(client)

    injected = try_to_complete(client, body | {"code": strangers["code"]})
    mixed_up = try_to_complete(client, body | {"iss": "https://evil.example"})
    first = try_to_complete(client, body)
    again = try_to_complete(client, body)

    assert first.status_code == 200
    for reply in (injected, mixed_up, again):
        assert_error(reply, 400, "provider_login_failed")


def test_it_may_replace_its_keys_and_be_down(
    client: TestClient, time: Time, running: Running
) -> None:
    signed_up(client)
    flow = answered(client)
    running.stop()
    down = try_to_complete(client, flow)
    running.start()
    time.advance(seconds=61)

    replaced = try_to_complete(client, answered(client))

    assert_error(down, 503, "provider_unavailable")
    assert replaced.json()["auth"]["user"]["email"] == ADA
