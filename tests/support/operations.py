"""The operations of the API, read from its own specification."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import count
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session

from backend.core import auth, clock
from backend.core.database import engine
from backend.core.token import new_id
from backend.models import User, UserSession
from main import app
from tests.support.accounts import bearer, new_email

Schema = dict[str, Any]
SPECIFICATION: Schema = app.openapi()
SCHEMAS: dict[str, Schema] = SPECIFICATION["components"]["schemas"]
_NO_ONES_ID = "00000000-0000-4000-8000-000000000000"
# The bcrypt hash of the password in the examples.
_HASH = "$2b$04$W2LI8rKEQuopkDHjgLrt8uqwVb1kt6HJv9knsRLFeJMi0/FnNeyye"
_callers = count(1)
# Headers that are ignored if they are invalid (RFC 9110, section 13).
_CONDITIONS = {
    f"if-{name}"
    for name in ("match", "none-match", "modified-since", "unmodified-since")
}


def new_caller() -> dict[str, str]:
    """Return headers of another network address, whose limits are unused."""
    number = next(_callers)
    return {
        "X-Forwarded-For": f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}"
    }


def resolved(part: Schema) -> Schema:
    """Return the component that a reference names; other parts stay as they are."""
    if "$ref" not in part:
        return part
    kind, name = part["$ref"].removeprefix("#/components/").split("/")
    component: Schema = SPECIFICATION["components"][kind][name]
    return component


def names_in(part: Any) -> Iterator[str]:
    """Return the names of the schemas that a part of the document uses, at any depth."""
    for reference in references(part):
        kind, name = reference.removeprefix("#/components/").split("/")
        if kind == "schemas":
            yield name
        yield from names_in(resolved({"$ref": reference}))


def references(part: Any) -> Iterator[str]:
    """Return all `$ref` in a part of the specification."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def pascal(operation_id: str) -> str:
    """Return the type name that the generator makes from an operationId."""
    return "".join(
        w[:1].upper() + w[1:] for w in re.split(r"[^a-zA-Z0-9]+", operation_id)
    )


def example_of(name: str, field: Schema) -> Any:
    """Return the first example of a field; a request's field must have one."""
    assert field.get("examples"), f"give the field {name} Field(examples=[...])"
    return field["examples"][0]


@dataclass(frozen=True)
class Operation:
    """A method of a path."""

    method: str
    path: str
    spec: Schema

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def id(self) -> str:
        """Return its operationId."""
        return str(self.spec["operationId"])

    @property
    def responses(self) -> dict[int, Schema]:
        """Return its responses by status."""
        return {
            int(status): resolved(each)
            for status, each in self.spec["responses"].items()
        }

    @property
    def is_protected(self) -> bool:
        """Return whether it requires a token; an optional token does not count."""
        security = self.spec.get("security", [])
        return bool(security) and {} not in security

    @property
    def parameters(self) -> list[Schema]:
        """Return its parameters in path, query and headers."""
        return list(self.spec.get("parameters", []))

    @property
    def takes_more_than_ids(self) -> bool:
        """Return whether a parameter can be invalid.

        A malformed id is an unknown path, and another version of tus is a 412.
        """
        return any(
            (parameter["in"] != "path" or parameter["schema"].get("format") != "uuid")
            and parameter["name"] not in _CONDITIONS
            for parameter in self.parameters
            if parameter["name"] != "Tus-Resumable"
        )

    @cached_property
    def body(self) -> Schema | None:
        """Return the schema of its JSON body, or None."""
        content = self.spec.get("requestBody", {}).get("content", {})
        json = content.get("application/json")
        return resolved(json["schema"]) if json else None

    @property
    def form(self) -> Schema:
        """Return the schema of its body, JSON or form; without a body, an empty one."""
        for media in self.spec.get("requestBody", {}).get("content", {}).values():
            return resolved(media["schema"])
        return {"properties": {}}

    @property
    def fields(self) -> dict[str, Schema]:
        """Return the fields of its JSON body."""
        return dict(self.body["properties"]) if self.body else {}

    def example(self) -> dict[str, Any]:
        """Return a body made of the fields' examples, with an unused e-mail address."""
        body = {name: example_of(name, each) for name, each in self.fields.items()}
        return body | ({"email": new_email()} if "email" in body else {})

    def url(self, value: str | None = None) -> str:
        """Return its path with this value for every parameter.

        Without a value, parameters get a number or an id that does not exist.
        """
        path = self.path
        for parameter in self.parameters:
            is_number = parameter["schema"].get("type") == "integer"
            filler = "1" if is_number else _NO_ONES_ID
            path = path.replace(f"{{{parameter['name']}}}", value or filler)
        return path

    def call(self, client: TestClient, **options: Any) -> Response:
        """Call it from a new network address, whose limits are unused."""
        headers = new_caller() | options.pop("headers", {})
        method = options.pop("method", self.method)
        return client.request(
            method, options.pop("url", self.url()), headers=headers, **options
        )


OPERATIONS = [
    Operation(method.upper(), path, spec)
    for path, methods in SPECIFICATION["paths"].items()
    for method, spec in methods.items()
]


def stored_token(
    *, is_admin: bool = False, is_verified: bool = True, proved: bool = False
) -> str:
    """Store an account in the database and return the token of a login.

    If `proved`, the password has just been entered; otherwise that was long ago.
    Signing up and verifying would take five times as long, in some hundred tests.
    """
    later = clock.now() + timedelta(hours=1)
    user = User(
        email=new_email(),
        password_hash=_HASH,
        email_verified_at=clock.now() if is_verified else None,
        is_admin=is_admin,
    )
    proved_at = clock.now() if proved else None
    login = UserSession(user_id=user.id, expires_at=later, proved_at=proved_at)
    token = auth.AccessToken(user.id, login.id)
    with Session(engine) as session:
        session.add_all([user, login])
        session.commit()
    return auth.encode(token, expires_at=later)


def stored_caller(
    *, is_admin: bool = False, is_verified: bool = True
) -> dict[str, str]:
    """Store an account in the database and return the headers of a login."""
    return bearer(stored_token(is_admin=is_admin, is_verified=is_verified))


def token_for(operation: Operation, *, is_admin: bool = False) -> dict[str, str]:
    """Return headers with a token of the type that the operation accepts."""
    if not operation.is_protected:
        return {}
    if operation.spec["security"] == [{"Bearer": []}]:
        return stored_caller(is_admin=is_admin)
    no_one = auth.AccessToken(new_id(), new_id())
    later = clock.now() + timedelta(minutes=5)
    return bearer(auth.encode(no_one, expires_at=later, type_="pending_2fa"))
