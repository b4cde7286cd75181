"""The middleware of every request: its id, its time, its headers, CORS, its pages."""

import re
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from backend.core import middleware
from backend.core.config import settings
from main import app
from tests.core.conftest import Logs
from tests.core.throwaway import TRY, serving

LIVE = "/api/v1/health/live"
ME = "/api/v1/users/me"
MANAGED = "/api/v1/book-demo/manage/{token}"
SECRET = "canary-token-that-nobody-may-read-here"
OURS = "http://localhost:3000"
FOREIGN = "https://elsewhere.example.com"
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def crash() -> None:
    """Raise an unexpected exception."""
    raise RuntimeError


def replies(client: TestClient, **headers: str) -> dict[int, Response]:
    """Return a reply of each kind, by status."""
    json = {"Content-Type": "application/json"}
    all_replies = [
        client.get(LIVE, headers=headers),
        client.post("/api/v1/users/login", content=b"{", headers=headers | json),
        client.get(ME, headers=headers),
        client.get("/nowhere", headers=headers),
        client.delete(ME, headers=headers),
        client.post("/api/v1/users/login", json={}, headers=headers),
        serving(crash).get(TRY, headers=headers),
    ]
    by_status = {reply.status_code: reply for reply in all_replies}
    assert list(by_status) == [200, 400, 401, 404, 405, 422, 500]
    return by_status


def values(replies: dict[int, Response], header: str) -> set[str | None]:
    return {reply.headers.get(header) for reply in replies.values()}


class TestRequestId:
    """X-Request-ID: the caller's if it is valid, otherwise a new one."""

    @pytest.mark.parametrize("sane", ["a", "Az09._-", "x" * 64])
    def test_every_reply_repeats_a_valid_id(
        self, client: TestClient, logs: Logs, sane: str
    ) -> None:
        by_status = replies(client, **{"X-Request-ID": sane})

        assert values(by_status, "X-Request-ID") == {sane}
        errors = [r.json() for status, r in by_status.items() if status != 200]
        assert {error["request_id"] for error in errors} == {sane}
        assert {event["request_id"] for event in logs.named("request")} == {sane}
        assert len(logs.named("request")) == 6  # probes are not logged

    @pytest.mark.parametrize(
        "odd",
        ["", " ", "a b", "x" * 65, "a\r\nX-Evil: 1", "a\n", "<b>", "\u00e9", "{}"],
    )
    def test_an_odd_id_is_replaced(self, client: TestClient, odd: str) -> None:
        headers = {"X-Request-ID": odd.encode("latin-1")}

        reply = client.get("/nowhere", headers=headers)  # type: ignore[arg-type]

        assert re.fullmatch(r"[0-9a-f]{32}", reply.headers["X-Request-ID"])
        assert reply.json()["request_id"] == reply.headers["X-Request-ID"]
        assert "X-Evil" not in reply.headers

    def test_every_request_has_its_own_id(self, client: TestClient, logs: Logs) -> None:
        ids = [client.get("/nowhere").headers["X-Request-ID"] for _ in range(3)]

        assert len(set(ids)) == 3
        assert [event["request_id"] for event in logs.named("request")] == ids


class TestHeaders:
    """The headers of every reply."""

    def test_every_reply_has_the_security_headers(self, client: TestClient) -> None:
        for status, reply in replies(client).items():
            found = {name: reply.headers.get(name) for name in SECURITY_HEADERS}
            assert found == SECURITY_HEADERS, status

    def test_every_reply_states_its_duration(self, client: TestClient) -> None:
        for reply in replies(client).values():
            assert re.fullmatch(r"\d+\.\d\dms", reply.headers["X-Process-Time"])

    def test_every_request_has_one_line_in_the_log(
        self, client: TestClient, logs: Logs
    ) -> None:
        client.post("/api/v1/users/login?token=canary-1", json={})
        client.get(LIVE)

        [event] = logs.named("request")
        assert (event["method"], event["path"]) == ("POST", "/api/v1/users/login")
        assert event["status"] == 422
        assert re.fullmatch(r"\d+\.\d\dms", event["duration"])
        assert "canary-1" not in logs.text

    @pytest.mark.parametrize(
        ("method", "path", "logged"),
        [
            ("GET", f"/api/v1/book-demo/manage/{SECRET}", MANAGED),
            ("POST", f"/api/v1/book-demo/manage/{SECRET}", MANAGED),
            (
                "GET",
                f"/api/v1/users/admin/users/{SECRET}/",
                "/api/v1/users/admin/users/*/",
            ),
            ("GET", f"/nowhere/{SECRET}%0Ax", "/nowhere/*"),
            ("GET", "/nowhere", "/nowhere"),
            ("GET", "/docs", "/docs"),
        ],
    )
    def test_the_log_contains_the_route_template_and_not_the_path(
        self, client: TestClient, logs: Logs, method: str, path: str, logged: str
    ) -> None:
        client.request(method, path)

        [event] = logs.named("request")
        assert event["path"] == logged
        assert SECRET not in logs.text


class TestCors:
    """Which origins may call, and which headers they may read."""

    def test_allowed_origins_may_call_and_read_every_reply(
        self, client: TestClient
    ) -> None:
        by_status = replies(client, Origin=OURS)

        assert values(by_status, "Access-Control-Allow-Origin") == {OURS}
        assert values(by_status, "Access-Control-Allow-Credentials") == {"true"}
        [exposed] = values(by_status, "Access-Control-Expose-Headers")
        assert set(str(exposed).split(", ")) == {
            "Retry-After",
            "Content-Disposition",
            "ETag",
            "X-Request-ID",
            "Idempotency-Replayed",
            "Location",
            "Accept-Ranges",
            "Content-Range",
            "Repr-Digest",
            "RateLimit",
            "RateLimit-Policy",
            *("Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size"),
            *("Tus-Checksum-Algorithm", "Upload-Offset", "Upload-Length"),
            *("Upload-Expires", "Upload-Metadata", "X-Document-Id"),
        }
        assert all("Origin" in str(vary) for vary in values(by_status, "Vary"))

    @pytest.mark.parametrize("origin", [FOREIGN, "null", OURS + ".evil.com", "http://"])
    def test_other_origins_may_not_read_replies(
        self, client: TestClient, origin: str
    ) -> None:
        by_status = replies(client, Origin=origin)

        assert values(by_status, "Access-Control-Allow-Origin") == {None}

    def test_a_wildcard_allows_the_names_directly_below_a_domain(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        origins = ("https://*.example.com", OURS)
        changed = settings.model_copy(update={"CORS_ORIGINS": origins})
        monkeypatch.setattr(middleware, "settings", changed)
        client = serving(lambda: None)
        asked = ["https://a.example.com", OURS, "https://a.example.com.evil.com"]

        replies = [client.get(TRY, headers={"Origin": origin}) for origin in asked]

        assert [
            reply.headers.get("Access-Control-Allow-Origin") for reply in replies
        ] == [*asked[:2], None]

    @pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT"])
    def test_a_preflight_of_an_allowed_origin_is_answered(
        self, client: TestClient, method: str
    ) -> None:
        reply = preflight(client, OURS, method)

        assert reply.status_code == 200
        assert reply.headers["Access-Control-Allow-Origin"] == OURS
        assert method in reply.headers["Access-Control-Allow-Methods"]
        allowed = reply.headers["Access-Control-Allow-Headers"].lower()
        assert {"authorization", "content-type"} <= set(allowed.split(", "))

    def test_a_preflight_of_another_origin_is_refused(self, client: TestClient) -> None:
        reply = preflight(client, FOREIGN, "POST")

        assert reply.status_code == 400
        assert "Access-Control-Allow-Origin" not in reply.headers
        assert FOREIGN not in reply.text


def preflight(client: TestClient, origin: str, method: str) -> Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    return client.options(ME, headers=headers)


class TestPages:
    """The documentation pages load everything from the service itself."""

    @pytest.mark.parametrize("page", ["/docs", "/redoc"])
    def test_a_page_loads_everything_from_the_service(
        self, client: TestClient, page: str
    ) -> None:
        reply = client.get(page)

        assert reply.status_code == 200
        assert not re.search(r"""["'(=]\s*(https?:)?//""", reply.text)
        loaded = re.findall(r"""(?:src|href|spec-url)=["']([^"']+)""", reply.text)
        loaded += re.findall(r"url: '([^']+)'", reply.text)
        assert len(loaded) >= 3
        for address in loaded:
            asset = client.get(urljoin(page, address))
            assert (asset.status_code, len(asset.content) > 100) == (200, True), address

    @pytest.mark.parametrize("page", ["/docs", "/redoc"])
    def test_the_policy_of_a_page_allows_loading_from_the_service_only(
        self, client: TestClient, page: str
    ) -> None:
        policy = client.get(page).headers["Content-Security-Policy"]

        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.search(r"https?:|\*|unsafe-eval", policy)

    def test_the_specification_is_served(self, client: TestClient) -> None:
        reply = client.get("/openapi.json")

        assert reply.json() == app.openapi()
        assert reply.headers["Content-Type"] == "application/json"

    def test_the_specification_is_rendered_once(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = client.get("/openapi.json")
        monkeypatch.setattr(app, "openapi", crash)
        second = client.get("/openapi.json")

        assert (second.status_code, second.content) == (200, first.content)
        assert second.headers.keys() == first.headers.keys()
        assert second.headers["Content-Length"] == first.headers["Content-Length"]
