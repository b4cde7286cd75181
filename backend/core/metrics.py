"""The Prometheus metrics of this process; backend.monitoring serves them.

Labels have few values: path templates and names from the code. They never contain an
id, an address or another value that a caller chooses.
"""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics
from starlette.types import Scope

disable_created_metrics()  # type: ignore[no-untyped-call]

# The key, in a request's state, of the label of a reply that comes from no route.
LABEL = "label"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# From a cached read, over a password hash that queued, to the timeouts of clients.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter(
    "sample_http_requests",
    "Requests by status; 0: the client disconnected before the reply began.",
    ["method", "route", "status"],
)
DURATION = Histogram(
    "sample_http_request_duration_seconds",
    "Seconds from the first byte of a request to the last byte of its reply.",
    ["method", "route"],
    buckets=_SECONDS,
)
HASHES = Gauge("sample_password_hashes", "Password hashes that run or wait for a core.")
RATE_LIMITED = Counter(
    "sample_rate_limited",
    "Requests refused by a limit (429), by endpoint and by the caller it counts.",
    ["endpoint", "per"],
)
LIMITS_UNAVAILABLE = Counter(
    "sample_rate_limit_unavailable",
    "Requests refused (503) as Redis did not answer.",
)
BREACH_CHECKS = Counter(
    "sample_breached_password_checks",
    "Breach checks of new passwords; failed: no answer, so the password was accepted.",
    ["result"],
)
PROVIDER_LOGINS = Counter(
    "sample_provider_logins",
    "Logins at other providers: proved or refused; unavailable: no answer, also to begin.",
    ["provider", "result"],
)
SECURITY_EVENTS = Counter(
    "sample_security_events",
    "Entries of the security log: logins, failed logins, changes of accounts.",
    ["kind"],
)
EMAILS = Counter(
    "sample_emails",
    "Attempts of this worker to send an e-mail; refused: by a provider that refuses all.",
    ["provider", "result"],
)
THREAD_RESTARTS = Counter(
    "sample_thread_restarts",
    "Background threads that failed for an unforeseen reason and were restarted.",
    ["thread"],
)
JOB_RUNS = Counter(
    "sample_job_runs",
    "Pieces of work of background jobs, by result: done or failed.",
    ["name", "result"],
)
QUEUE_FAILURES = Counter(
    "sample_queue_failures",
    "Failed attempts of items of a queue; dead: the last attempt of an item.",
    ["queue", "result"],
)


def count_request(scope: Scope, route: str | None, status: int, seconds: float) -> None:
    """Count one request. `route` is its path template, None if no route matched.

    Then it is counted by the LABEL in its state, or by "none".
    """
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route = route or scope["state"].get(LABEL, "none")
    DURATION.labels(method, route).observe(seconds)
    REQUESTS.labels(method, route, status).inc()
