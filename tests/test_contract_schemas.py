"""What the frontend's generator needs of the schemas: how they are named and made."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.operations import (
    OPERATIONS,
    SCHEMAS,
    SPECIFICATION,
    Schema,
    names_in,
    pascal,
)

# Of TypeScript's lib.dom: a generated type of such a name would shadow it.
DOM_NAMES = re.compile(
    "Animation|Attr|Blob|Body|Cache|Comment|Credential|Crypto|Document|Element|"
    "Event|File|FileList|FileReader|FormData|Headers|History|Image|Location|Lock|"
    "MessageEvent|Node|Notification|Option|Performance|Permissions|Plugin|Range|"
    "Report|Request|Response|Screen|Selection|Storage|Text|Touch|URL|Window|"
    "Worker"
)
OPERATION_TYPES = ("Data", "Error", "Errors", "Response", "Responses")


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Empty nothing: no test here writes anything."""


def schemas_in(part: Any) -> Iterator[Schema]:
    """Return every schema in a part of the specification that has a type."""
    if isinstance(part, dict):
        if isinstance(part.get("type"), str) or "anyOf" in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from schemas_in(each)


class TestSchemas:
    """Lines 4, 5 and 9: names of types, and what they are made of."""

    @pytest.mark.parametrize("name", SCHEMAS)
    def test_its_name_is_safe_for_the_generator(self, name: str) -> None:
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)
        assert (
            not name.endswith(("Input", "Output", "Response")) or name == "InvalidInput"
        )
        assert not DOM_NAMES.fullmatch(name)

    def test_no_schema_is_named_like_the_type_of_an_operation(self) -> None:
        types = {pascal(o.id) + end for o in OPERATIONS for end in OPERATION_TYPES}

        assert set(SCHEMAS) & types == set()

    def test_requests_and_replies_share_no_schema(self) -> None:
        asked = {n for o in OPERATIONS for n in names_in(o.spec.get("requestBody"))}
        answered = {n for o in OPERATIONS for n in names_in(o.spec["responses"])}

        assert asked & answered == set()
        assert asked | answered == set(SCHEMAS)
        assert all(name.endswith("Request") for name in asked)

    def test_a_reply_always_has_all_of_its_fields(self) -> None:
        answered = {n for o in OPERATIONS for n in names_in(o.spec["responses"])}

        optional = {
            name
            for name in answered
            if set(SCHEMAS[name].get("properties", {}))
            != set(SCHEMAS[name].get("required", []))
        }
        assert optional == set()

    def test_an_unknown_field_is_refused_in_every_request(self) -> None:
        asked = {n for o in OPERATIONS for n in names_in(o.spec.get("requestBody"))}

        closed = {n for n in asked if SCHEMAS[n].get("additionalProperties") is False}
        assert closed == asked

    def test_requests_are_types_of_their_own_and_need_no_second_one(self) -> None:
        # The generator splits a type in two if a field is readOnly or writeOnly.
        assert "Only" not in "".join(key for s in schemas_in(SCHEMAS) for key in s)

    def test_enums_are_strings(self) -> None:
        enums = [s for s in schemas_in(SPECIFICATION) if "enum" in s or "const" in s]

        assert enums
        assert {schema.get("type") for schema in enums} == {"string"}

    def test_nothing_is_a_number_or_else_a_string(self) -> None:
        unions = [
            {each.get("type") for each in schema["anyOf"]}
            for schema in schemas_in(SPECIFICATION)
            if "anyOf" in schema
        ]

        assert unions
        assert [types for types in unions if {"number", "string"} <= types] == []
        assert [types for types in unions if {"integer", "string"} <= types] == []

    def test_no_number_is_beyond_what_javascript_keeps_exact(self) -> None:
        limits = [
            schema[bound]
            for schema in schemas_in(SPECIFICATION)
            for bound in ("minimum", "maximum")
            if bound in schema
        ]

        assert limits
        assert [limit for limit in limits if abs(limit) >= 2**53] == []

    def test_every_field_of_a_request_has_an_example(self) -> None:
        missing = [
            f"{operation}: {name}"
            for operation in OPERATIONS
            for name, field in operation.fields.items()
            if not field.get("examples")
        ]

        assert missing == []
