"""The schemas have the names and types that the frontend's generator needs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.each import each
from tests.support.modules import told
from tests.support.operations import (
    OPERATIONS,
    SCHEMAS,
    SPECIFICATION,
    Schema,
    names_in,
    pascal,
)

# Names in TypeScript's lib.dom: a generated type of the same name would shadow it.
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
    """Replace the fixture that empties the tables: no test here writes."""


def schemas_in(part: Any) -> Iterator[Schema]:
    """Return every schema with a type in a part of the specification."""
    if isinstance(part, dict):
        if isinstance(part.get("type"), str) or "anyOf" in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from schemas_in(each)


class TestSchemas:
    """Points 4, 5 and 9: the names of types, and their fields."""

    @each("name", SCHEMAS)
    def test_the_name_of_a_schema_is_safe_for_the_generator(self, name: str) -> None:
        ending = name.endswith(("Input", "Output", "Response"))
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)
        assert not ending or name == "InvalidInput", f"{name}: end it on another word"
        assert not DOM_NAMES.fullmatch(name), f"every browser has a {name}: rename it"

    def test_no_schema_is_named_like_the_type_of_an_operation(self) -> None:
        types = {pascal(o.id) + end for o in OPERATIONS for end in OPERATION_TYPES}

        taken = set(SCHEMAS) & types
        assert taken == set(), "the generator needs these names itself: rename them"

    def test_requests_and_replies_share_no_schema(self) -> None:
        asked = {n for o in OPERATIONS for n in names_in(o.spec.get("requestBody"))}
        answered = {n for o in OPERATIONS for n in names_in(o.spec["responses"])}

        assert asked & answered == set(), "make two: a RequestModel and a ReplyModel"
        assert set(SCHEMAS) - asked - answered == set(), "no operation uses them"
        wrong = {name for name in asked if not name.endswith("Request")}
        assert wrong == set(), "the name of a request body must end in Request"

    def test_a_reply_always_has_all_of_its_fields(self) -> None:
        answered = {n for o in OPERATIONS for n in names_in(o.spec["responses"])}

        optional = {
            name
            for name in answered
            if set(SCHEMAS[name].get("properties", {}))
            != set(SCHEMAS[name].get("required", []))
        }
        assert optional == set(), "derive them from ReplyModel"

    def test_an_unknown_field_is_refused_in_every_request(self) -> None:
        asked = {n for o in OPERATIONS for n in names_in(o.spec.get("requestBody"))}

        closed = {n for n in asked if SCHEMAS[n].get("additionalProperties") is False}
        open_ = told("OPEN").keys()
        assert asked - closed == open_, "derive them from RequestModel"

    def test_no_field_splits_its_type_in_two(self) -> None:
        # The generator splits a type in two if a field is readOnly or writeOnly.
        keys = {key for schema in schemas_in(SCHEMAS) for key in schema}
        assert keys & {"readOnly", "writeOnly"} == set(), "use two types instead"

    def test_enums_are_strings(self) -> None:
        enums = [s for s in schemas_in(SPECIFICATION) if "enum" in s or "const" in s]

        assert enums
        others = [schema for schema in enums if schema.get("type") != "string"]
        assert others == [], "the values of an enum or Literal must be strings"

    def test_no_field_is_either_a_number_or_a_string(self) -> None:
        unions = [
            {each.get("type") for each in schema["anyOf"]}
            for schema in schemas_in(SPECIFICATION)
            if "anyOf" in schema
        ]

        assert unions
        assert [types for types in unions if {"number", "string"} <= types] == []
        assert [types for types in unions if {"integer", "string"} <= types] == []

    def test_every_number_is_exact_in_javascript(self) -> None:
        limits = [
            schema[bound]
            for schema in schemas_in(SPECIFICATION)
            for bound in ("minimum", "maximum")
            if bound in schema
        ]

        assert limits
        large = [limit for limit in limits if abs(limit) >= 2**53]
        assert large == [], "JavaScript rounds them: give the field a smaller bound"

    def test_no_pattern_counts_to_a_hundred(self) -> None:
        patterns = {s["pattern"] for s in schemas_in(SPECIFICATION) if "pattern" in s}

        assert patterns
        counts = [
            int(n) for p in patterns for n in re.findall(r"\{(?:\d+,)?(\d+)\}", p)
        ]
        assert max(counts) < 100, "each count takes memory: give the field a max_length"

    def test_every_field_of_a_request_has_an_example(self) -> None:
        missing = [
            f"{operation}: {name}"
            for operation in OPERATIONS
            for name, field in operation.fields.items()
            if not field.get("examples")
        ]

        assert missing == [], "give each of these fields Field(examples=[...])"
