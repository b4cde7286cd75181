"""The check of openapi.json finds changes that break clients."""

import json
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from devtools import breaking
from tests.support.each import each
from tests.support.environment import ROOT
from tests.test_previous_release import PREVIOUS

Schema = dict[str, Any]
ITEM: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "state": {"type": "string", "enum": ["new", "old"]},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["id", "state", "note", "tags"],
}
WISH: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 50, "minLength": 1},
        "count": {"type": "integer", "minimum": 1, "maximum": 9, "default": 1},
        "labels": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
    "required": ["name"],
}
REFERENCE: Schema = {"$ref": "#/components/schemas/Item"}
DOCUMENT: Schema = {
    "info": {"version": "1.4.0"},
    "paths": {
        "/items": {
            "post": {
                "operationId": "Items-create",
                "parameters": [
                    {"in": "query", "name": "dry", "schema": {"type": "boolean"}}
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": WISH}},
                },
                "responses": {
                    "201": {
                        "headers": {"ETag": {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": REFERENCE}},
                    },
                    "409": {"content": {}},
                },
            }
        }
    },
    "components": {"schemas": {"Item": ITEM}},
}
Change = Callable[[Schema], object]


def changed(change: Change) -> Schema:
    """Return the document after a change."""
    document = deepcopy(DOCUMENT)
    change(document)
    return document


def post(document: Schema) -> Schema:
    """Return the document's only operation."""
    operation: Schema = document["paths"]["/items"]["post"]
    return operation


def request_of(document: Schema) -> Schema:
    """Return the schema of the request."""
    content: Schema = post(document)["requestBody"]["content"]
    schema: Schema = content["application/json"]["schema"]
    return schema


def item(document: Schema) -> Schema:
    """Return the schema of an item in the reply."""
    schema: Schema = document["components"]["schemas"]["Item"]
    return schema


def field(document: Schema, name: str, **rules: Any) -> Schema:
    """Change the rules of a request field, and return all fields of the request."""
    schema: Schema = request_of(document)["properties"][name]
    schema.update(rules)
    return schema


NEEDED = {"in": "query", "name": "by", "required": True, "schema": {"type": "string"}}
FREE = NEEDED | {"required": False}
BREAKING: dict[str, Change] = {
    "is gone": lambda d: d["paths"].pop("/items"),
    "has another operationId": lambda d: post(d).update(operationId="Items-new"),
    "the parameter dry is gone": lambda d: post(d)["parameters"].clear(),
    "the parameter by is now required": lambda d: post(d)["parameters"].append(NEEDED),
    "the field kind is now required": lambda d: request_of(d)["required"].append(
        "kind"
    ),
    "the field name is gone": lambda d: request_of(d)["properties"].pop("name"),
    "no longer takes b": lambda d: request_of(d)["properties"]["kind"]["enum"].remove(
        "b"
    ),
    "can no longer be null": lambda d: request_of(d)["properties"].update(
        note={"type": "string"}
    ),
    "the reply 201 is gone": lambda d: post(d)["responses"].pop("201"),
    "is no longer application/json": lambda d: post(d)["responses"]["201"].update(
        content={"text/csv": {}}
    ),
    "the field tags is gone": lambda d: item(d)["properties"].pop("tags"),
    "the field note may now be missing": lambda d: item(d)["required"].remove("note"),
    "can now be null": lambda d: item(d)["properties"].update(
        id={"anyOf": [{"type": "string"}, {"type": "null"}]}
    ),
    "is integer and no longer string": lambda d: item(d)["properties"].update(
        id={"type": "integer"}
    ),
    "now needs another token": lambda d: post(d).update(security=[{"Bearer": []}]),
    "no longer has the header ETag": lambda d: post(d)["responses"]["201"].pop(
        "headers"
    ),
    "the field name now has maxLength 20": lambda d: field(d, "name", maxLength=20),
    "the field name now has minLength 2": lambda d: field(d, "name", minLength=2),
    "the field name now has pattern ^a": lambda d: field(d, "name", pattern="^a"),
    "the field name now has format email": lambda d: field(d, "name", format="email"),
    "the field name now takes x alone": lambda d: field(d, "name", enum=["x"]),
    "the field name is integer": lambda d: field(d, "name", type="integer"),
    "the field count now has maximum 8": lambda d: field(d, "count", maximum=8),
    "the field count now has minimum 2": lambda d: field(d, "count", minimum=2),
    "the field count now has multipleOf 2": lambda d: field(d, "count", multipleOf=2),
    "the field count is 2 where left out": lambda d: field(d, "count", default=2),
    "the field labels now has maxItems 4": lambda d: field(d, "labels", maxItems=4),
    "the field labels now has minItems 1": lambda d: field(d, "labels", minItems=1),
    "its items, now has maxLength 3": lambda d: field(
        d, "labels", items={"type": "string", "maxLength": 3}
    ),
    "takes no other fields any more": lambda d: request_of(d).update(
        additionalProperties=False
    ),
    "the parameter dry is string": lambda d: post(d)["parameters"][0].update(
        schema={"type": "string"}
    ),
    "is no longer of format uuid": lambda d: item(d)["properties"]["id"].pop("format"),
    "the field state may now be anything": lambda d: item(d)["properties"]["state"].pop(
        "enum"
    ),
    "is number or string and no longer string": lambda d: item(d)["properties"].update(
        id={"anyOf": [{"type": "string"}, {"type": "number"}]}
    ),
    "its items, is integer": lambda d: item(d)["properties"]["tags"].update(
        items={"type": "integer"}
    ),
}
HARMLESS: dict[str, Change] = {
    "nothing": lambda _: None,
    "another operation": lambda d: d["paths"].update({"/new": {"get": {}}}),
    "another parameter": lambda d: post(d)["parameters"].append(FREE),
    "another field to send": lambda d: request_of(d)["properties"].update(more={}),
    "another choice": lambda d: request_of(d)["properties"]["kind"]["enum"].append("c"),
    "a field need not be sent any more": lambda d: request_of(d)["required"].clear(),
    "another field to read": lambda d: item(d)["properties"].update(more={}),
    "never null any more": lambda d: item(d)["properties"].update(
        note={"type": "string"}
    ),
    "longer, more and other values are taken": lambda d: [
        field(d, "name", maxLength=60, minLength=0),
        field(d, "count", maximum=10, minimum=0, type="number"),
        field(d, "labels", maxItems=6),
    ],
    "a rule less": lambda d: [
        request_of(d)["properties"]["name"].pop("maxLength"),
        request_of(d)["properties"]["kind"].pop("enum"),
    ],
    "a format for what is read": lambda d: item(d)["properties"]["tags"][
        "items"
    ].update(format="uuid"),
    "a choice more or less to read": lambda d: item(d)["properties"]["state"].update(
        enum=["new", "stale"]
    ),
    "another header": lambda d: post(d)["responses"]["201"]["headers"].update(Age={}),
    "an error more": lambda d: post(d)["responses"].update({"429": {"content": {}}}),
    "an error less": lambda d: post(d)["responses"].pop("409"),
    "other words": lambda d: post(d).update(description="Better said."),
}


@pytest.mark.parametrize("sentence", BREAKING)
def test_a_breaking_change_is_found(sentence: str) -> None:
    found = breaking.changes(DOCUMENT, changed(BREAKING[sentence]))

    assert any(sentence in each for each in found), found


@each("name", HARMLESS)
def test_a_harmless_change_is_not_reported(name: str) -> None:
    assert breaking.changes(DOCUMENT, changed(HARMLESS[name])) == []


def test_a_new_major_version_allows_breaking_changes() -> None:
    major = changed(lambda d: d["info"].update(version="2.0.0"))
    minor = changed(lambda d: d["info"].update(version="1.5.0"))

    assert breaking.is_announced(DOCUMENT, major)
    assert not breaking.is_announced(DOCUMENT, minor)


def test_the_specification_keeps_every_promise_of_the_last_release() -> None:
    with zipfile.ZipFile(PREVIOUS) as code:
        old = json.loads(code.read("openapi.json"))
    new = json.loads((ROOT / "openapi.json").read_text())

    found = breaking.changes(old, new)

    assert found == [] or breaking.is_announced(old, new)
