"""Which file answers which path, and that the API keeps its own."""

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.routing import Route

from backend.core import metrics
from backend.frontend.source import is_reserved
from main import app
from tests.core.conftest import Logs
from tests.frontend.conftest import CHUNK, html
from tests.support.accounts import assert_error
from tests.support.work import Work

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOKEN = "Zk3-yW9_qL7vTm2XcR8bPf5NdH1sJg4A-tests"


def varied_by(reply: Response) -> set[str]:
    """Return the request headers that the reply says it depends on."""
    return set(reply.headers.get_list("Vary", split_commas=True))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index"),
        ("/?next=/login", "index"),
        ("/login", "login"),
        ("/login?next=%2Fsettings", "login"),
        ("/%6Cogin", "login"),
        ("/settings", "settings"),
        ("/settings/sessions", "settings/sessions"),
        ("/book-demo/manage", "book-demo/manage"),
        (f"/book-demo/manage/{TOKEN}", "book-demo/manage"),
        ("/book-demo/manage/x.txt", "book-demo/manage"),
    ],
)
def test_a_path_without_extension_is_a_page(
    web: TestClient, path: str, name: str
) -> None:
    reply = web.get(path)

    assert (reply.status_code, reply.text) == (200, html(name))
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind", "lifetime"),
    [
        ("/favicon.ico", "image/vnd.microsoft.icon", "no-cache"),
        ("/login.txt", "text/plain; charset=utf-8", "no-cache"),
        ("/data.gz", "application/octet-stream", "no-cache"),
        (
            CHUNK,
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
    ],
)
def test_other_files_have_their_type(
    web: TestClient, path: str, kind: str, lifetime: str
) -> None:
    reply = web.get(path)

    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == kind
    assert reply.headers["Cache-Control"] == lifetime
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/login.html",
        "/index",
        "/404",
        "/login//",
        "/Login",
        "/settings/sessions/x",
        "/book-demo",
        "/book-demo/manage/a/b",
        "/deep-links.json",
        f"{CHUNK}.br",
        f"{CHUNK}.map",
        "/_next/static/",
        "/login\\",
        "/api/v2/users",
        "/docs-of-users",
    ],
)
def test_an_unknown_path_is_a_page_for_browsers_and_an_error_for_programs(
    web: TestClient, path: str
) -> None:
    shown = web.get(path, headers=HTML)
    error = web.get(path, headers={"Accept": "*/*"})

    assert (shown.status_code, shown.text) == (404, html("404"))
    assert shown.headers["Cache-Control"] == "no-cache"
    assert {"Accept", "Accept-Encoding"} <= varied_by(shown)
    assert_error(error, 404, "not_found")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/login/", "/login"),
        ("/login/?a=%2F&b=c d\xe9", "/login?a=%2F&b=c%20d%C3%A9"),
        ("/settings/sessions/", "/settings/sessions"),
        ("/book-demo/manage/", "/book-demo/manage"),
        ("/book-demo/manage/a%20b%3F/", "/book-demo/manage/a%20b%3F"),
    ],
)
def test_a_slash_at_the_end_is_redirected(
    web: TestClient, path: str, location: str
) -> None:
    reply = web.get(path, headers=HTML)

    assert (reply.status_code, reply.content) == (308, b"")
    assert reply.headers["Location"] == location
    assert reply.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/%2Fevil/"])
def test_no_redirect_leads_to_another_site(web: TestClient, path: str) -> None:
    reply = web.get(f"http://testserver{path}", headers=HTML)

    assert (reply.status_code, reply.text) == (404, html("404"))


@pytest.mark.parametrize("path", ["/", "/login", CHUNK, "/nowhere", "/login/"])
def test_head_has_the_headers_of_get_and_no_body(web: TestClient, path: str) -> None:
    got = web.get(path, headers=HTML)
    head = web.head(path, headers=HTML)

    own = {"x-request-id", "x-process-time"}
    assert head.status_code == got.status_code
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k not in own} == {
        k: v for k, v in got.headers.items() if k not in own
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
def test_other_methods_are_errors_of_the_api(web: TestClient, method: str) -> None:
    assert_error(web.request(method, "/login", headers=HTML), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1", 404, "not_found"),
        ("GET", "/api/v1/", 404, "not_found"),
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/api/v1/users/me", 401, "invalid_token"),
        ("DELETE", "/api/v1/users/login", 405, "method_not_allowed"),
        ("GET", "/docs/nowhere", 404, "not_found"),
        ("GET", "/openapi.json/x", 404, "not_found"),
    ],
)
def test_the_api_answers_browsers_as_before(
    web: TestClient, method: str, path: str, status: int, code: str
) -> None:
    assert_error(web.request(method, path, headers=HTML), status, code)


def test_the_documentation_stays(web: TestClient) -> None:
    assert "swagger-ui" in web.get("/docs", headers=HTML).text
    assert web.get("/openapi.json", headers=HTML).json()["info"]
    assert web.get("/static-offline-docs/swagger-ui.css").status_code == 200


def test_every_route_of_the_api_has_a_path_that_no_page_can_take() -> None:
    paths = [route.path for route in app.routes if isinstance(route, APIRoute | Route)]

    assert len(paths) > 50
    assert [path for path in paths if not is_reserved(path)] == []


def test_a_page_needs_neither_the_database_nor_redis(
    web: TestClient, work: Work
) -> None:
    with work.counted() as count:
        replies = [web.get(path, headers=HTML) for path in ("/", CHUNK, "/nowhere")]

    assert count.statements == []
    assert not hasattr(web.app.state, "redis")  # type: ignore[attr-defined]
    assert [reply.status_code for reply in replies] == [200, 200, 404]
    assert "RateLimit" not in replies[0].headers


def test_the_metrics_have_one_label_for_all_paths(web: TestClient) -> None:
    before = counted()

    for path in (
        "/",
        "/login",
        "/login/",
        CHUNK,
        "/nowhere",
        f"/book-demo/manage/{TOKEN}",
    ):
        web.get(path, headers=HTML)
    web.get("/nowhere", headers={"Accept": "*/*"})

    after = counted()
    gained = {route: after[route] - before.get(route, 0) for route in after}
    assert {route: n for route, n in gained.items() if n} == {"web app": 6, "none": 1}


def counted() -> dict[str, float]:
    """Return the number of requests that were counted, by route."""
    numbers: dict[str, float] = {}
    for sample in next(iter(metrics.REQUESTS.collect())).samples:
        route = sample.labels["route"]
        numbers[route] = numbers.get(route, 0) + sample.value
    return numbers


def test_logs_have_the_path_without_tokens(web: TestClient, logs: Logs) -> None:
    web.get(f"/book-demo/manage/{TOKEN}?token={TOKEN}")
    web.get("/login", headers=HTML)

    found = [(event["path"], event["status"]) for event in logs.named("request")]
    assert found == [("/book-demo/manage/*", 200), ("/login", 200)]
    assert TOKEN not in logs.text
