"""Writes docs/errors.md, the catalogue of errors, from what the routes declare.

`python -m devtools.errors`
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools import example

FILE = Path(__file__).parents[1] / "docs/errors.md"

# What a program does by the status alone; the code is for what differs.
ADVICE = {
    400: "Correct what was sent: a wrong code, password or link is 400, never 401.",
    401: "Throw the token away and log in again.",
    403: "Do first what `detail` asks for; without it, the same request is refused again.",
    404: "It is not there, or it is somebody else's.",
    405: "Another method; `Allow` names them.",
    408: "Send it again, on a faster connection.",
    409: "Read the present state, and decide anew.",
    410: "It is gone for good.",
    412: "Somebody was faster: read it again, and repeat the change with the new `ETag`.",
    413: "Send less.",
    414: "Put less into the address.",
    415: "Send another type of file.",
    416: "Ask for a range that the file has.",
    422: "Correct the fields that `errors` names.",
    429: "Wait for the seconds that `Retry-After` says.",
    431: "Send smaller headers.",
    500: "Report it with its `request_id`. Whether it took effect is not known.",
    503: "Nothing was changed: try again after `Retry-After` seconds.",
    507: "Nothing that a client can do; the operator is out of space.",
}
_HEAD = """# Errors

Written by `python -m devtools.errors`; do not edit.

Every error has one body, of type `application/problem+json`. `code` is what programs branch on, `detail` is for people,
`request_id` is also in the logs. `type`, `title`, `status` and `instance` are those of
RFC 9457; `type` is `urn:problem-type:` and the code.

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

A 422 has `errors` too: `field`, `message` and `type` of each field at fault.
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
            where = ", ".join(routes[key]) or "any address"
            if len(routes[key]) > _EVERYWHERE:
                where = f"{len(routes[key])} operations"
            meaning = messages[key] or "As HTTP says."
            parts.append(f"| `{key[1]}` | {meaning} | {where} |\n")
    return "".join(parts)


def _declared(document: dict[str, Any]) -> Iterator[tuple[str, int, str, str]]:
    """Return route, status, code and message of each error that a route declares."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if int(status) < 400:
                    continue
                for media in response["content"].values():
                    for each in media["examples"].values():
                        body = each["value"]
                        route = f"`{method.upper()} {path.removeprefix('/api/v1')}`"
                        yield route, int(status), body["code"], body["title"]


if __name__ == "__main__":
    example.use()
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(page(), encoding="utf-8")
