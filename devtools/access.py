"""Writes docs/access.md: what each kind of caller may call, from the routes themselves.

`python -m devtools.access`
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools import example

FILE = Path(__file__).parents[1] / "docs/access.md"

KINDS = (
    "nobody",
    "pending login",
    "unverified",
    "user",
    "user, later",
    "administrator",
    "administrator, later",
)
# What refuses a caller, by the code of its error; for a reader of the table.
REFUSALS = {
    "invalid_token": "log in",
    "second_factor_required": "second factor",
    "email_not_verified": "confirm the address",
    "admin_required": "administrators only",
    "reauthentication_required": "password again",
}
_HEAD = """# Who may call what

Written by `python -m devtools.access` from the dependencies of each route; do not edit. A test calls every route as every
kind of caller and compares. *`tests/contract/test_access.py`.* Another calls each route with an API token of its scope
alone, and with one of all other scopes. *`tests/api_token/test_scopes.py`.*

- **nobody** sends no token, or one that is no longer valid.
- **pending login**: the password was right, and the second factor is still missing.
- **unverified**: logged in, but the address is not confirmed.
- **user** and **administrator** have just entered the password; **later** means that this was a while ago
  (FRESH_AUTHENTICATION_MINUTES).
- **API token**: the scope that lets one in. Without a scope, API tokens are refused.

An empty field means that the caller is let in. It then sees only what is its own: an object of another user is a 404, as one
that does not exist. The other fields name the error: """


@dataclass(frozen=True, slots=True)
class Row:
    """A route, the error code of each kind of caller (or ""), and its scope."""

    method: str
    path: str
    refusals: dict[str, str]
    scope: str | None


def rows() -> Iterator[Row]:
    """Yield a row for each route that openapi.json has, in its order."""
    from backend.core.routing import Route
    from main import app

    document = app.openapi()["paths"]
    routes = {
        (method, route.path_format): route
        for route in app.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    for path, operations in document.items():
        for method in operations:
            route = routes[method.upper(), path]
            refusals = {kind: _refusal(route.depends, kind) for kind in KINDS}
            yield Row(method.upper(), path, refusals, route.api_scope)


def _refusal(depends: frozenset[object], kind: str) -> str:
    """Return the error code that a caller of this kind gets, or ""."""
    from backend.api import deps, schemes

    if schemes.pending_token in depends:
        return "" if kind == "pending login" else "invalid_token"
    if schemes.access_token not in depends:
        return ""
    if kind == "nobody":
        return "invalid_token"
    if kind == "pending login":
        return "second_factor_required"
    fresh = not depends.isdisjoint({deps.fresh_user, deps.fresh_admin})
    for_admins = not depends.isdisjoint({deps.admin, deps.fresh_admin})
    if kind == "unverified" and (fresh or deps.verified_user in depends):
        return "email_not_verified"
    if for_admins and not kind.startswith("administrator"):
        return "admin_required"
    return "reauthentication_required" if fresh and kind.endswith("later") else ""


def page() -> str:
    """Return the table as Markdown."""
    told = [f"“{words}” is `{code}`" for code, words in REFUSALS.items()]
    lines = [_HEAD + ", ".join(told) + ".\n"]
    lines.append(f"| route | {' | '.join(KINDS)} | API token |")
    lines.append("|---" * (len(KINDS) + 2) + "|")
    for row in rows():
        cells = [REFUSALS.get(row.refusals[kind], "") for kind in KINDS]
        scope = f"`{row.scope}`" if row.scope else ""
        route = f"`{row.method} {row.path.removeprefix('/api/v1')}`"
        lines.append(f"| {' | '.join([route, *cells, scope])} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    example.use()
    FILE.write_text(page(), encoding="utf-8")
