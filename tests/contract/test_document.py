"""The specification has what the frontend's generator needs, point by point.

Points 3 (tokens) and 8 (dates) are in test_promises.py, 4 and 5 in test_schemas.py; 10 (CORS)
and the redirects of 9 are in core/test_middleware.py and core/test_proxies.py.
"""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import main
from backend.core.config import settings
from devtools import openapi
from tests.support.each import each
from tests.support.live import finish, start
from tests.support.operations import (
    OPERATIONS,
    SCHEMAS,
    SPECIFICATION,
    Operation,
    Schema,
    pascal,
    resolved,
)

each_operation = each("operation", OPERATIONS)


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def content_of(response: Schema) -> list[Schema]:
    """Return the schemas of a response's content."""
    return [media.get("schema", {}) for media in response.get("content", {}).values()]


class TestOperations:
    """Points 1, 2 and 9: names, tags, paths."""

    def test_the_document_has_operations(self) -> None:
        assert len(OPERATIONS) >= 10

    @each_operation
    def test_the_operation_id_joins_tag_and_function(
        self, operation: Operation
    ) -> None:
        [tag] = operation.spec["tags"]
        start, _, name = operation.id.partition("-")

        assert start == tag.replace(" ", "")
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name), "name its function in snake_case"

    def test_ids_are_unique_after_the_generator_renamed_them(self) -> None:
        names = [pascal(operation.id).lower() for operation in OPERATIONS]

        twice = {name for name in names if names.count(name) > 1}
        assert twice == set(), "give one of the functions another name"

    def test_tags_start_with_a_letter_and_are_described(self) -> None:
        tags = {tag["name"]: tag["description"] for tag in SPECIFICATION["tags"]}

        assert {tag for o in OPERATIONS for tag in o.spec["tags"]} == set(tags)
        wrong = [tag for tag in tags if not re.fullmatch(r"[A-Z][A-Za-z ]*", tag)]
        assert wrong == [], "in registry.py a tag is words that begin with a capital"
        unended = [about for about in tags.values() if not about.endswith(".")]
        assert unended == [], "in registry.py `about` is a sentence with a full stop"

    @each_operation
    def test_the_path_has_the_prefix_and_no_slash_at_the_end(
        self, operation: Operation
    ) -> None:
        assert re.fullmatch(
            r"/api/v1(/[a-z0-9-]+|/\{[a-z_]+\})+", operation.path
        ), "a path has lower-case words with -, names in {snake_case}, no / at its end"

    @each_operation
    def test_parameters_can_be_omitted_but_never_null(
        self, operation: Operation
    ) -> None:
        schemas = [parameter["schema"] for parameter in operation.parameters]

        assert "null" not in str(schemas), (
            "a parameter with the default None needs one of the types of api/deps.py, "
            "or Annotated[str | None, Query(...)] that specification.py can correct"
        )

    @each_operation
    def test_every_operation_has_a_summary_and_a_description(
        self, operation: Operation
    ) -> None:
        explanation = operation.spec["description"].partition("**Rate limit")[0]

        assert operation.spec["summary"]
        assert (
            len(explanation.strip()) > 15
        ), f"explain {operation} in the docstring of its endpoint, in a whole sentence"


class TestReplies:
    """Points 6 and 7: replies, and every error that an operation can return."""

    @each_operation
    def test_the_success_response_has_a_schema(self, operation: Operation) -> None:
        successes = {s: r for s, r in operation.responses.items() if s < 300}

        # A download can also be partial (206).
        assert len(successes.keys() - {206}) == 1
        for status, response in successes.items():
            kinds = [s.keys() & {"$ref", "type"} for s in content_of(response)]
            assert (len(kinds), all(kinds)) == (
                0 if status == 204 else 1,
                True,
            ), "annotate the return type with a ReplyModel; None means 204"

    @each_operation
    def test_a_file_is_binary(self, operation: Operation) -> None:
        # The generated clients return bytes for `binary` and decode other strings.
        for status, response in operation.responses.items():
            for kind, media in response.get("content", {}).items():
                if status < 300 and kind != "application/json":
                    schema = media["schema"]
                    assert schema.get("format") == "binary", f"{kind} needs it"

    @each_operation
    def test_all_errors_share_one_schema(self, operation: Operation) -> None:
        for status, response in operation.responses.items():
            if status >= 400:
                name = "InvalidInput" if status == 422 else "ApiError"
                expected = [{"$ref": f"#/components/schemas/{name}"}]
                advice = f"declare the {status} by @raises(...), not by `responses`"
                assert content_of(response) == expected, advice
                description = response["description"]
                assert re.match(
                    r"`[a-z0-9_]+`: [A-Z]", description
                ), f"{description}: a CODE is snake_case, a MESSAGE a sentence"

    @each_operation
    def test_every_operation_with_input_declares_a_validation_error(
        self, operation: Operation
    ) -> None:
        takes_input = operation.takes_more_than_ids or "requestBody" in operation.spec

        told = operation.responses.get(422, {"description": ""})["description"]
        assert ("`invalid_input`" in told) is takes_input, (
            "Route declares 422, 400 and 413 for a RequestModel or a parameter; "
            "code that reads the request itself declares them by @raises(...)"
        )
        if "requestBody" in operation.spec:
            assert {400, 413} <= set(operation.responses)

    @each_operation
    def test_the_examples_of_errors_match_their_schema(
        self, operation: Operation
    ) -> None:
        for status, response in operation.responses.items():
            if status >= 400:
                media = response["content"]["application/problem+json"]
                examples = [
                    resolved(each)["value"]
                    for each in media.get("examples", {}).values()
                ]
                examples += [media["example"]] if "example" in media else []
                name = "InvalidInput" if status == 422 else "ApiError"
                assert examples
                for example in examples:
                    assert set(example) == set(SCHEMAS[name]["required"])
                    assert f"`{example['code']}`" in response["description"]


def test_the_committed_file_matches_the_app() -> None:
    committed = openapi.FILE.read_text(encoding="utf-8")

    is_the_apps = json.loads(committed) == SPECIFICATION
    assert is_the_apps, "the API has changed: python -m devtools.openapi"


def test_the_documentation_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    without = settings.model_copy(update={"ENABLE_DOCS": False})
    monkeypatch.setattr(main, "settings", without)

    app = main.create_app()

    assert len(app.openapi()["paths"]) > 10
    client = TestClient(app, raise_server_exceptions=False)
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404, path


def test_the_command_writes_the_same_in_every_environment(tmp_path: Path) -> None:
    file = tmp_path / "written.json"
    others = {"APP_NAME": "Other", "APP_VERSION": "9", "API_PREFIX": "/v9"}

    output = finish(start(["devtools.openapi", str(file)], **others))

    assert file.exists(), output
    assert file.read_bytes() == openapi.FILE.read_bytes()
