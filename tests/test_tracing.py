"""OpenTelemetry traces are sent only if the standard variables are set."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

from tests.support.accounts import PASSWORD, new_email
from tests.support.environment import variables
from tests.support.live import Live, finish, http, start

CANARY = "canary-token-that-nobody-may-read-here"


class Collector(ThreadingHTTPServer):
    """A stand-in for a collector of OTLP over HTTP; it stores all spans."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.paths: set[str] = set()
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        """Return the address, as for OTEL_EXPORTER_OTLP_ENDPOINT."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def spans(self) -> list[Any]:
        """Return all spans received so far."""
        requests = [ExportTraceServiceRequest.FromString(b) for b in self.bodies]
        resources = [each for request in requests for each in request.resource_spans]
        scopes = [each for resource in resources for each in resource.scope_spans]
        return [span for scope in scopes for span in scope.spans]


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.paths.add(self.path)
        size = int(self.headers["Content-Length"])
        self.server.bodies.append(self.rfile.read(size))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Start a collector."""
    with Collector() as collector:
        thread = threading.Thread(target=collector.serve_forever, args=(0.02,))
        thread.start()
        yield collector
        collector.shutdown()
        thread.join()


def attributes(span: Any) -> dict[str, str]:
    return {each.key: each.value.string_value for each in span.attributes}


def test_a_request_its_statements_and_its_limit_are_one_trace_without_secrets(
    collector: Collector,
) -> None:
    email = new_email()
    body = {"email": email, "password": PASSWORD}
    settings = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        "OTEL_SERVICE_NAME": "sample-of-the-tests",
        "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
    }

    with Live(**settings) as live:
        signup = http.post(f"{live.url}/users/signup", json=body)
        token = http.post(f"{live.url}/users/login", json=body).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Cookie": CANARY}
        for path in (
            f"/book-demo/manage/{CANARY}",
            f"/documents/linked?token={CANARY}",
            f"/users/me?token={CANARY}",
            f"/nowhere/{CANARY}?x={CANARY}",
        ):
            http.get(live.url + path, headers=headers)
        http.get(f"{live.url}/health/ready")
        live.stop()

    assert signup.status_code == 202
    assert collector.paths == {"/v1/traces"}
    [request] = [s for s in collector.spans if s.name == "POST /api/v1/users/signup"]
    trace = [s for s in collector.spans if s.trace_id == request.trace_id]
    assert attributes(request)["http.route"] == "/api/v1/users/signup"
    texts = [attributes(span).get("db.query.text", "") for span in trace]
    assert any(text.startswith("INSERT INTO outbox_emails") for text in texts)
    assert any(span.name == "EVALSHA" for span in trace)
    assert all(s.parent_span_id for s in trace if s.span_id != request.span_id)
    assert not [s for s in collector.spans if "/health/" in s.name]
    everything = b"".join(collector.bodies)
    assert b"sample-of-the-tests" in everything
    for secret in (CANARY, PASSWORD, token, email, variables()["JWT_SECRET_KEY"]):
        assert secret.encode() not in everything


def test_a_failed_statement_ends_its_span_without_its_values(
    collector: Collector,
) -> None:
    program = (
        "from fastapi.testclient import TestClient; from main import app\n"
        "from backend.core.database import engine; from sqlalchemy import text\n"
        "with TestClient(app), engine.connect() as c:\n"
        f"    c.execute(text('SELECT CAST(:x AS integer)'), {{'x': '{CANARY}'}})\n"
    )

    code, _ = run(program, OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)

    assert code == 1
    [span] = [s for s in collector.spans if s.name == "SELECT"]
    assert attributes(span)["error.type"] == "InvalidTextRepresentation"
    assert CANARY.encode() not in b"".join(collector.bodies)


def test_an_unreachable_collector_does_not_affect_requests() -> None:
    settings = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
    }

    with Live(**settings) as live:
        replies = [http.get(f"{live.url}/nowhere").status_code for _ in range(50)]
        output = live.stop()

    assert replies == [404] * 50
    assert "Application shutdown complete" in output


# Behave as if only requirements.txt were installed.
NOT_INSTALLED = (
    "import sys\n"
    "for part in ('sdk', 'exporter', 'instrumentation', 'proto'):\n"
    "    sys.modules[f'opentelemetry.{part}'] = None\n"
)
SERVE = (
    "from fastapi.testclient import TestClient; from main import app\n"
    "with TestClient(app) as client:\n"
    "    assert client.get('/api/v1/health/info').status_code == 200\n"
)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none"},
        pytest.param({"OTEL_SDK_DISABLED": "true"}, marks=pytest.mark.nightly),
    ],
)
def test_without_the_variables_opentelemetry_is_not_imported(
    settings: dict[str, str], collector: Collector
) -> None:
    endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url} if settings else {}

    code, output = run(NOT_INSTALLED + SERVE, **settings, **endpoint)

    assert code == 0, output
    assert "elemetry" not in output
    assert collector.paths == set()


def test_missing_packages_are_a_warning(collector: Collector) -> None:
    settings = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}

    code, output = run(NOT_INSTALLED + SERVE, **settings)

    assert code == 0, output
    assert "requires fastapi[opentelemetry]" in output
    assert collector.paths == set()


def run(code: str, **settings: str) -> tuple[int | None, str]:
    """Run Python code with the tests' environment and these variables.

    Returns its exit code and its output.
    """
    program = start(["-c", code], **settings)
    output = finish(program)
    return program.returncode, output
