"""What this process counts and times, for Prometheus; backend.monitoring serves it.

Labels are few and bounded: templates of routes and names out of the code, never an id,
an address or anything else that a caller chooses.
"""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics
from starlette.types import Scope

disable_created_metrics()  # type: ignore[no-untyped-call]

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# From a cached read to a password hash behind a queue, and what clients give up on.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter(
    "sample_http_requests",
    "Requests answered; status 0: the client went away before its reply began.",
    ["method", "route", "status"],
)
DURATION = Histogram(
    "sample_http_request_duration_seconds",
    "From the first byte of a request to the last of its reply.",
    ["method", "route"],
    buckets=_SECONDS,
)
HASHES = Gauge("sample_password_hashes", "Password hashes that run or wait for a core.")
RATE_LIMITED = Counter(
    "sample_rate_limited",
    "Requests refused by a limit (429), by endpoint and by what the limit counts.",
    ["endpoint", "per"],
)
LIMITS_UNAVAILABLE = Counter(
    "sample_rate_limit_unavailable", "Requests refused as Redis did not answer (503)."
)
BREACH_CHECKS = Counter(
    "sample_breached_password_checks",
    "New passwords looked up among breached ones; failed: no answer, so it was let pass.",
    ["result"],
)
SECURITY_EVENTS = Counter(
    "sample_security_events",
    "Entries of the security log: logins, failed logins, changes of accounts.",
    ["kind"],
)
EMAILS = Counter(
    "sample_emails",
    "E-mails that this worker had in its hands, by what came of them.",
    ["result"],
)


def count_request(scope: Scope, route: str | None, status: int, seconds: float) -> None:
    """Count one request; `route` is the template of its path, None if it has none."""
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route = route or "none"
    DURATION.labels(method, route).observe(seconds)
    REQUESTS.labels(method, route, status).inc()
