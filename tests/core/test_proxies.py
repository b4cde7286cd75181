"""Behind proxies: which address counts as the caller's, and the Host header."""

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from backend.core import middleware
from backend.core.callers import network_address
from backend.core.config import settings
from tests.core.test_config import PRODUCTION
from tests.core.throwaway import TRY, serving
from tests.support.accounts import API, PASSWORD, verified
from tests.support.each import each
from tests.support.environment import PROXY, mailbox, variables
from tests.support.live import Live, http
from tests.support.operations import OPERATIONS, Operation, token_for

LIVE = "/api/v1/health/live"
ME = "/api/v1/users/me"


def caller_address(request: Request) -> str:
    """Return the caller's address as the service sees it."""
    return request.client.host if request.client else "nobody"


@pytest.fixture(scope="module")
def seen() -> FastAPI:
    """Return an app that tells whom it sees as the caller."""
    app = serving(caller_address).app
    assert isinstance(app, FastAPI)
    return app


@pytest.fixture
def behind_networks(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Return a client of an app that trusts several networks."""
    networks = {"TRUSTED_PROXIES": (f"{PROXY}/32", "10.9.0.0/16", "fd00::/8")}
    changed = settings.model_copy(update=networks)
    monkeypatch.setattr(middleware, "settings", changed)
    return serving(caller_address)


def called_from(host: str, app: FastAPI) -> TestClient:
    """Return a client that connects from this address."""
    return TestClient(app, client=(host, 50000))


class TestCaller:
    """X-Forwarded-For counts only from a trusted proxy."""

    @each(
        "case",
        [
            ([], PROXY),
            (["203.0.113.7"], "203.0.113.7"),
            # The caller may have written the first entries.
            (["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
            ([f"1.1.1.1, 203.0.113.7, {PROXY}"], "203.0.113.7"),
            (["1.1.1.1", "203.0.113.7"], "203.0.113.7"),
            (["2001:db8::7"], "2001:db8::7"),
            (["203.0.113.7:4711"], "203.0.113.7"),
            (["[2001:db8::7]:4711"], "2001:db8::7"),
            ([""], PROXY),
            ([" , "], PROXY),
            (["203.0.113.7, "], PROXY),
            # An entry that the proxy could not parse is a caller of its own.
            (["203.0.113.7, unknown"], "unknown"),
            (["203.0.113.7, <script>"], "<script>"),
            (["1.1.1.1" + ", 9" * 5000], "9"),
        ],
    )
    def test_a_trusted_proxy_names_the_caller_from_the_right(
        self, seen: FastAPI, case: tuple[list[str], str]
    ) -> None:
        forwarded, caller = case
        headers = [("X-Forwarded-For", value) for value in forwarded]

        reply = called_from(PROXY, seen).get(TRY, headers=headers)

        assert reply.json() == caller

    @pytest.mark.parametrize("junk", [b"unknown", b"<b>", b"9" * 5000, b"\xff"])
    def test_an_unreadable_proxy_header_does_not_block_callers(
        self, client: TestClient, junk: bytes
    ) -> None:
        account = verified(client)
        body = {"email": account.email, "password": PASSWORD}

        reply = client.post(
            f"{API}/users/login", json=body, headers={b"X-Forwarded-For": junk}
        )

        assert reply.status_code == 200

    @pytest.mark.parametrize("caller", ["203.0.113.9", "127.0.0.1", "10.0.0.2"])
    def test_the_header_of_an_untrusted_peer_is_ignored(
        self, seen: FastAPI, caller: str
    ) -> None:
        client = called_from(caller, seen)

        reply = client.get(TRY, headers={"X-Forwarded-For": "1.1.1.1"})

        assert reply.json() == caller

    @each(
        "case",
        [
            # Two of our proxies in a row, then the caller.
            ("203.0.113.7, 10.9.9.9", "203.0.113.7"),
            ("1.1.1.1, 203.0.113.7, 10.9.9.9, fd00::1", "203.0.113.7"),
            ("10.1.1.1, 192.0.2.9, 10.9.9.9", "192.0.2.9"),
            # A proxy's address that a stranger's address follows proves nothing.
            ("10.1.1.1, 203.0.113.7", "203.0.113.7"),
        ],
    )
    def test_all_trusted_networks_are_skipped_from_the_right(
        self, behind_networks: TestClient, case: tuple[str, str]
    ) -> None:
        forwarded, caller = case
        headers = {"X-Forwarded-For": forwarded}

        reply = behind_networks.get(TRY, headers=headers)

        assert reply.json() == caller

    @pytest.mark.parametrize(
        ("host", "counted"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("::ffff:cb00:7107", "203.0.113.7"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
            ("2001:0DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("unknown", "unknown"),
        ],
    )
    def test_every_spelling_of_an_address_is_one_caller(
        self, host: str, counted: str
    ) -> None:
        request = Request({"type": "http", "client": (host, 0)})

        assert network_address(request) == counted


def test_in_production_every_reply_has_the_hsts_header() -> None:
    production = PRODUCTION | {
        "POSTGRES_SERVER": variables()["POSTGRES_SERVER"],
        "REDIS_URL": variables()["REDIS_URL"],
    }

    with Live(**production) as live:
        replies = [
            http.get(live.url + path) for path in ("/health/live", "/users/me", "/no")
        ]

    assert [reply.status_code for reply in replies] == [200, 401, 404]
    for reply in replies:
        assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"


class TestPaths:
    """Paths are never redirected, and no reply contains the Host header."""

    @pytest.mark.parametrize(
        "path",
        [LIVE, f"{LIVE}/", f"{ME}/", "/docs", "/docs/", "/openapi.json", "/", "//x"],
    )
    def test_the_host_header_is_never_reflected(
        self, client: TestClient, path: str
    ) -> None:
        headers = {"Host": "evil.example.com", "X-Forwarded-Host": "evil.example.com"}

        reply = client.get(path, headers=headers, follow_redirects=False)

        assert reply.status_code in (200, 404)
        assert "evil" not in reply.text + str(reply.headers)

    @each("operation", OPERATIONS)
    def test_no_reply_of_any_route_has_the_host_header(
        self, client: TestClient, operation: Operation
    ) -> None:
        token = token_for(operation)
        evil = dict.fromkeys(("Host", "X-Forwarded-Host", "X-Host"), "evil.example.com")
        evil["Forwarded"] = "host=evil.example.com"
        body = {"json": operation.example()} if operation.fields else {}

        replies = [
            operation.call(client, headers=headers | evil, **more)
            for headers, more in ((token, body), ({}, {}))
        ]

        for reply in replies:
            assert "evil" not in reply.text + str(reply.headers)
            assert not 300 <= reply.status_code < 400
        sent = [message.text + message.html for message in mailbox.messages()]
        assert not [text for text in sent if "evil" in text]

    def test_a_path_with_an_extra_slash_is_not_found(self, client: TestClient) -> None:
        headers = verified(client).headers

        for path in (f"{ME}/", f"/{ME}", ME.replace("users", "users/")):
            reply = client.get(path, headers=headers, follow_redirects=False)
            assert reply.status_code == 404, path
