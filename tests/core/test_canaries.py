"""Plants secrets over HTTP, and searches for them in all that operators can read."""

import re
from uuid import uuid4

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session

from backend.monitoring import MetricsServer
from devtools.ports import any_port
from tests.api_token.steps import made
from tests.book_demo.steps import DEMO, MONDAY, book, booked
from tests.core.conftest import Logs
from tests.document.steps import DOCUMENTS, uploaded
from tests.document.test_shares import open_share, share
from tests.fixtures import Time
from tests.forgot_password.steps import ask, reset, ticket
from tests.forgot_password.steps import verify as verify_reset
from tests.oidc.steps import answered, begun, mend, sign_up, try_to_complete
from tests.support.accounts import (
    API,
    PASSWORD,
    bearer,
    code_for,
    new_email,
    post,
    signed_up,
    verified,
)
from tests.support.environment import SECRET, SENDGRID_KEY
from tests.support.operations import new_caller
from tests.support.provider import CLIENT_SECRET
from tests.two_fa.steps import Guarded, guarded, pending, verify, wrong_code

NEW_PASSWORD = "canary-quiet-orchard-at-dusk"
SHARE_PASSWORD = "canary-of-a-shared-document"
WRONG_PASSWORD = "canary-that-is-not-the-password"


class Planted:
    """The secrets so far, and the bodies of error replies to requests with them."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.errors: list[str] = []
        self.statuses: set[int] = set()

    def note(self, reply: Response) -> Response:
        """Store the body of a reply that must not contain a secret."""
        self.statuses.add(reply.status_code)
        if reply.status_code >= 400:
            self.errors.append(reply.text)
        return reply

    def found_in(self, text: str) -> list[str]:
        """Return the names of the secrets in a text.

        A six-digit code counts only if no digit is next to it, because times have digits too.
        """
        return [
            name
            for name, secret in self.secrets.items()
            if re.search(rf"(?<![\w.:-]){re.escape(secret)}(?![\w.])", text)
            or (len(secret) > 8 and secret in text)
        ]


def plant_account(client: TestClient, planted: Planted) -> None:
    """Sign up, verify and log in, with right and wrong secrets."""
    email = new_email()
    key = str(uuid4())
    planted.secrets |= {"idempotency key": key, "password": PASSWORD}
    planted.secrets |= {"wrong password": WRONG_PASSWORD}
    body = {"email": email, "password": PASSWORD}
    for changes in ({}, {}, {"full_name": "another body"}, {"extra": WRONG_PASSWORD}):
        headers = {"Idempotency-Key": key}
        url = f"{API}/users/signup"
        reply = planted.note(client.post(url, json=body | changes, headers=headers))
        if reply.status_code == 202:
            planted.secrets["sign-up token"] = reply.json()["signup_token"]
    code = code_for(email)
    planted.secrets["sign-up code"] = code
    for attempt in (f"{code}7", code, code):
        reply = planted.note(
            post(
                client,
                "/users/verify-signup",
                signup_token=planted.secrets["sign-up token"],
                code=attempt,
            )
        )
        if reply.status_code == 200:
            planted.secrets["access token"] = reply.json()["access_token"]
    token = planted.secrets["access token"]
    planted.note(post(client, "/users/login", email=email, password=WRONG_PASSWORD))
    planted.note(client.get(f"{API}/users/me", params={"token": token}))
    planted.note(client.get(f"{API}/users/me", headers=bearer(f"{token}x")))
    planted.note(client.get(f"{API}/users/{token}"))
    body = {"new_password": NEW_PASSWORD, "current_password": WRONG_PASSWORD}
    url = f"{API}/users/change-password"
    planted.note(client.post(url, json=body, headers=bearer(token)))


def plant_second_factor(client: TestClient, planted: Planted, time: Time) -> Guarded:
    """Log in with the second factor, with right and wrong codes."""
    owner = guarded(client, time)
    recovery = owner.recovery_codes
    planted.secrets |= {"TOTP secret": owner.secret, "recovery code": recovery[0]}
    waiting = pending(client, owner)
    planted.secrets["pending token"] = waiting["Authorization"].split()[1]
    planted.note(client.get(f"{API}/users/me", headers=waiting))
    planted.note(verify(client, waiting, wrong_code(owner, time)))
    planted.note(verify(client, waiting, recovery[0]))
    again = pending(client, owner)
    planted.note(verify(client, again, recovery[0]))
    code = owner.code(time)
    planted.secrets["TOTP code"] = code
    reply = planted.note(verify(client, again, code, trust_device=True))
    planted.secrets["device token"] = reply.json()["device_token"]
    planted.note(verify(client, pending(client, owner), code))
    return owner


def plant_reset(client: TestClient, planted: Planted, owner: Guarded) -> None:
    """Set a new password, with right and wrong secrets."""
    planted.secrets["new password"] = NEW_PASSWORD
    email = owner.account.email
    token = ticket(client, owner.account, number=4)
    planted.secrets["reset ticket"] = token
    planted.note(verify_reset(client, email, "000000"))
    planted.note(reset(client, f"{token}x", NEW_PASSWORD))
    planted.note(reset(client, token, NEW_PASSWORD))
    planted.note(reset(client, token, NEW_PASSWORD))
    planted.note(ask(client, email))


def plant_booking(client: TestClient, planted: Planted) -> None:
    """Book a demo and manage it, with right and wrong tokens."""
    token = booked(client).token
    planted.secrets["manage token"] = token
    for path in (token, f"{token}x", f"{token}/nothing", f"nothing/{token}"):
        planted.note(client.get(f"{DEMO}/manage/{path}", headers=new_caller()))
    planted.note(client.delete(f"{DEMO}/manage/{token}", headers=new_caller()))
    planted.note(book(client, email="no address", name=token))


def plant_share(client: TestClient, planted: Planted) -> None:
    """Share a document and open it, with right and wrong secrets."""
    owner = signed_up(client)
    document = uploaded(client, owner, b"canary words of a document")
    planted.secrets["words of a document"] = "canary words of a document"
    token = share(client, owner, document, password=SHARE_PASSWORD)["token"]
    planted.secrets |= {"share token": token, "share password": SHARE_PASSWORD}
    planted.note(open_share(client, token, password=SHARE_PASSWORD))
    planted.note(open_share(client, token, password=WRONG_PASSWORD))
    planted.note(open_share(client, f"{token}x"))
    planted.note(client.get(f"{DOCUMENTS}/shared/{token}", headers=new_caller()))


def plant_api_token(client: TestClient, planted: Planted) -> None:
    """Use an API token, with and without its scope, and where none belongs."""
    token = made(client, verified(client), "account:read")["token"]
    planted.secrets["API token"] = token
    for path, sent in (("me", token), ("me", f"{token}x"), ("sessions", token)):
        planted.note(client.get(f"{API}/users/{path}", headers=bearer(sent)))
    planted.note(client.get(DOCUMENTS, headers=bearer(token)))
    planted.note(client.get(f"{DOCUMENTS}/{token}", params={"token": token}))


def plant_provider(client: TestClient, planted: Planted) -> None:
    """Log in at a provider, with right and wrong answers, and sign up."""
    mend()
    flow = begun(client)
    body = answered(flow)
    planted.secrets |= {
        "secret for the provider": CLIENT_SECRET,
        "flow token": flow["flow_token"],
        "code of the provider": body["code"],
        "access token of the provider": "an-access-token",
    }
    planted.note(try_to_complete(client, body | {"code": f"{body['code']}x"}))
    done = try_to_complete(client, body)
    token = done.json()["new_identity"]["link_token"]
    planted.secrets["link token"] = token
    planted.note(try_to_complete(client, body))
    planted.note(sign_up(client, f"{token}x"))
    planted.note(sign_up(client, token))


def test_no_secret_is_in_a_log_line_an_error_or_a_metric(
    client: TestClient, db: Session, time: Time, logs: Logs
) -> None:
    planted = Planted()
    planted.secrets |= {"key of the service": SECRET, "key of SendGrid": SENDGRID_KEY}

    plant_account(client, planted)
    owner = plant_second_factor(client, planted, time)
    plant_reset(client, planted, owner)
    plant_share(client, planted)
    plant_api_token(client, planted)
    plant_provider(client, planted)
    time.travel_to(MONDAY)
    plant_booking(client, planted)
    port = any_port()
    with MetricsServer(port):
        metrics = httpx.get(f"http://127.0.0.1:{port}/metrics").text

    assert planted.statuses >= {200, 202, 400, 401, 403, 404, 422}
    assert len(planted.secrets) == 25
    assert len(planted.errors) >= 12
    assert planted.found_in(logs.text) == []
    assert planted.found_in("\n".join(planted.errors)) == []
    assert planted.found_in(metrics) == []
    assert logs.named("request")
    assert "sample_http_requests_total" in metrics


@pytest.mark.parametrize("secret", ["123456", "a-longer-secret"])
def test_a_secret_would_be_found(secret: str) -> None:
    planted = Planted()
    planted.secrets["it"] = secret

    assert planted.found_in(f'{{"event": "x", "code": "{secret}"}}') == ["it"]
    assert planted.found_in('"2026-01-01T00:00:00.123456Z"') == []
