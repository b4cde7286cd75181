"""Writes docs/errors.md, the catalogue of errors, from the declarations of the routes.

`python -m devtools.errors`
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools import example

FILE = Path(__file__).parents[1] / "docs/errors.md"

# What a client should do, by status. The code tells errors of one status apart.
ADVICE = {
    400: "Correct the request. A wrong code, password or link is 400, never 401.",
    401: "Discard the token and log in again.",
    403: "Fix what `detail` describes before retrying.",
    404: "It does not exist, or it belongs to another user.",
    405: "Use one of the methods in `Allow`.",
    408: "Retry on a faster connection.",
    409: "Read the current state, then decide whether to retry.",
    410: "It no longer exists and will not return.",
    412: "Another change came first. Read it again, and retry with the new `ETag`.",
    413: "Send a smaller body.",
    414: "Send a shorter URL.",
    415: "Send a file of another type.",
    416: "Request a range within the file.",
    422: "Correct the fields that `errors` names.",
    429: "Wait `Retry-After` seconds before retrying.",
    431: "Send smaller headers.",
    460: "Send the same bytes again (a status of tus 1.0).",
    500: "Report it with its `request_id`. The request may have taken effect.",
    503: "Nothing was changed. Retry after `Retry-After` seconds.",
    507: "A client can do nothing: the operator has no space left.",
}
_HEAD = """# Errors

Written by `python -m devtools.errors`; do not edit.

Every error has the same body, of type `application/problem+json`. Programs branch on `code`, people read `detail`, and
`request_id` is also in the logs. `type`, `title`, `status` and `instance` are the members of RFC 9457; `type` is
`urn:problem-type:` followed by the code.

```json
{
  "detail": "This code is wrong or no longer valid.",
  "code": "invalid_code",
  "request_id": "4f7c2b1e9d5a4c7e8b3f6a1d2c9e0b57",
  "type": "urn:problem-type:invalid_code",
  "title": "This code is wrong or no longer valid.",
  "status": 400,
  "instance": "urn:request:4f7c2b1e9d5a4c7e8b3f6a1d2c9e0b57"
}
```

A 422 also has `errors`: `field`, `message` and `type` of each invalid field.
"""
_EVERYWHERE = 10


def page() -> str:
    """Return the catalogue as Markdown."""
    from backend.core.errors import CODES
    from main import app

    messages: dict[tuple[int, str], str] = {}
    routes: dict[tuple[int, str], list[str]] = {}
    for route, status, code, message in _declared(app.openapi()):
        messages[status, code] = message
        routes.setdefault((status, code), []).append(route)
    for status, code in CODES.items():
        messages.setdefault((status, code), "")
        routes.setdefault((status, code), [])
    parts = [_HEAD]
    for status in sorted({status for status, _ in messages}):
        parts.append(f"\n## {status}\n\n{ADVICE[status]}\n\n")
        parts.append("| code | meaning | where |\n|---|---|---|\n")
        for key in sorted(key for key in messages if key[0] == status):
            where = ", ".join(routes[key]) or "any URL"
            if len(routes[key]) > _EVERYWHERE:
                where = f"{len(routes[key])} operations"
            meaning = messages[key] or "As defined by HTTP."
            parts.append(f"| `{key[1]}` | {meaning} | {where} |\n")
    return "".join(parts)


def _declared(document: dict[str, Any]) -> Iterator[tuple[str, int, str, str]]:
    """Yield route, status, code and message of each error that a route declares."""
    components = document["components"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if int(status) < 400:
                    continue
                shared = response.get("$ref", "").rpartition("/")[2]
                response = components["responses"].get(shared, response)
                for media in response["content"].values():
                    for code in media["examples"]:
                        body = components["examples"][code]["value"]
                        route = f"`{method.upper()} {path.removeprefix('/api/v1')}`"
                        yield route, int(status), body["code"], body["title"]


if __name__ == "__main__":
    example.use()
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(page(), encoding="utf-8")
