"""Conventions of all operations: success statuses, lists, and the meaning of errors."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.support.accounts import assert_error, begin, confirm, post, verified, wrong
from tests.support.each import each
from tests.support.modules import told
from tests.support.operations import (
    OPERATIONS,
    SCHEMAS,
    Operation,
    names_in,
    new_caller,
    resolved,
    token_for,
)

# All other operations answer 200, or 204 without a body.
CREATED = {
    "BookDemo-book",
    "Documents-create_share",
    "Documents-upload",
    "Documents-upload_version",
    *told("CREATED"),
}
ACCEPTED = {
    "Documents-start_batch",
    "ForgotPassword-request",
    "Users-change_email",
    "Users-delete_account",
    "Users-resend_code",
    "Users-signup",
}
# 403 means: wrong role, unverified e-mail, missing second factor, or old password check.
# Without a token it can also mean an action that is unavailable to all callers for now.
FORBIDDEN = {
    "admin_required",
    "api_token_refused",
    "email_not_verified",
    "insufficient_scope",
    "reauthentication_required",
    "second_factor_required",
}
FORBIDDEN_WITHOUT_TOKEN = {"deletion_pending", "signup_disabled"}
# Fields that prove who the caller is.
SECRET_FIELDS = {"password", "current_password", "code", "reset_token"}
NEW_ACCOUNT = {
    "Users-signup",
    "Documents-create_share",
}  # here the caller chooses the password
PROVING = [
    o for o in OPERATIONS if o.fields.keys() & SECRET_FIELDS and o.id not in NEW_ACCOUNT
]

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
BY_ID = [
    o
    for o in OPERATIONS
    if any(
        p["schema"].get("format") == "uuid" and p["in"] == "path" for p in o.parameters
    )
]
PATHS = sorted({operation.path for operation in OPERATIONS})

each_operation = each("operation", OPERATIONS)


def codes(operation: Operation, status: int) -> set[str]:
    """Return the error codes that an operation documents for a status."""
    response = operation.responses.get(status, {})
    return set(re.findall(r"`([a-z0-9_]+)`:", response.get("description", "")))


@each_operation
def test_the_success_status_fits_the_operation(operation: Operation) -> None:
    [status] = [s for s in operation.responses if s < 300 and s != 206]

    assert (status == 201) is (operation.id in CREATED), (
        f"{operation.id} answers {status}: an operation that creates something answers 201 "
        "and is in CREATED of tests/<module>/contract.py; no other operation is"
    )
    assert (status == 202) is (
        operation.id in ACCEPTED
    ), f"{operation.id} answers {status}: 202 is for work that is done later (ACCEPTED)"
    assert (status == 204) is (
        "content" not in operation.responses[status]
    ), f"{operation.id} answers {status}: 204 is for those that answer nothing"


class TestLists:
    """All lists have the same form, even if they always fit on one page."""

    @each_operation
    def test_a_reply_is_an_object(self, operation: Operation) -> None:
        for status, response in operation.responses.items():
            media = response.get("content", {}).get("application/json")
            if media and status < 300:
                assert (
                    resolved(media["schema"]).get("type") == "object"
                ), f"return a ReplyModel from {operation}; put a list into `items`"

    def test_a_list_has_items_and_the_next_cursor(self) -> None:
        lists = {
            name: set(schema["properties"]) - {"total"}
            for name, schema in SCHEMAS.items()
            # An enum, such as ErrorCode, has no properties.
            if "items" in schema.get("properties", ())
            or name.endswith(("List", "Page"))
        }

        assert len(lists) >= 10
        wrong = {n: f for n, f in lists.items() if f != {"items", "next_cursor"}}
        assert wrong == {}, "a list has the fields `items` and `next_cursor`"

    @each_operation
    def test_a_paged_list_takes_cursor_and_limit(self, operation: Operation) -> None:
        query = {p["name"]: p["schema"] for p in operation.parameters}
        answers = {
            name
            for status, response in operation.responses.items()
            if status < 300
            for name in names_in(response)
        }
        is_list = any("next_cursor" in SCHEMAS[name]["properties"] for name in answers)

        advice = "a list takes cursor: CursorQuery and limit: LimitQuery of api/deps.py"
        assert ("cursor" in query) is ("limit" in query), advice
        assert is_list or "cursor" not in query, advice
        if "limit" in query:
            limit = query["limit"]
            assert (limit.get("minimum"), limit.get("maximum")) == (1, 100), advice


class TestErrors:
    """The frontend deletes its token on 401, so 401 has only one meaning."""

    @each_operation
    def test_401_means_an_invalid_token_and_403_a_missing_right(
        self, operation: Operation
    ) -> None:
        allowed = FORBIDDEN if operation.is_protected else FORBIDDEN_WITHOUT_TOKEN

        assert codes(operation, 401) <= {"invalid_token"}, "a wrong secret is a 400"
        assert (
            codes(operation, 403) <= allowed
        ), f"403 is for {', '.join(sorted(allowed))}; what another user has is a 404"

    @each_operation
    def test_404_means_that_something_does_not_exist(
        self, operation: Operation
    ) -> None:
        wrong = [c for c in codes(operation, 404) if not c.endswith("_not_found")]
        assert wrong == [], "the code of a 404 must end in _not_found"
        assert codes(operation, 404) or "{" not in operation.path, (
            f"declare what {operation} does not find: an AppException with 404 in the "
            "module's exceptions.py, and @raises(...) on the endpoint"
        )

    @each("path", PATHS)
    def test_405_means_a_method_that_the_path_does_not_have(
        self, client: TestClient, path: str
    ) -> None:
        there = [operation for operation in OPERATIONS if operation.path == path]
        methods = {operation.method for operation in there}

        for method in METHODS - methods:
            reply = client.request(method, there[0].url(), headers=new_caller())
            assert_error(reply, 405, "method_not_allowed")
            head = {"HEAD"} if "GET" in methods else set()
            assert set(reply.headers["Allow"].split(", ")) == methods | head

    @each("operation", BY_ID)
    def test_a_malformed_id_is_not_found(
        self, client: TestClient, operation: Operation
    ) -> None:
        reply = operation.call(
            client, url=operation.url("5"), headers=token_for(operation)
        )

        assert (
            reply.status_code == 404
        ), f"write the ids in {operation.path} as {{x:uuid}}"
        if operation.method != "HEAD":
            assert_error(reply, 404, "not_found")

    def test_some_operations_require_a_proof(self) -> None:
        assert len(PROVING) >= 13

    @each("operation", PROVING)
    def test_a_wrong_password_or_code_is_400(self, operation: Operation) -> None:
        assert any(
            code.startswith(("wrong_", "invalid_"))
            for code in codes(operation, 400) - {"invalid_request"}
        ), f"{operation} takes a secret: a wrong one is a 400 with wrong_... or invalid_..."

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/users/change-password", {"current_password": "?", "new_password": "!"}),
            ("/users/change-email", {"password": "?", "new_email": "b@example.com"}),
            ("/users/delete-account", {"password": "?"}),
            ("/users/verify-email", {"code": "000000"}),
            ("/two-fa/setup", {"password": "?"}),
        ],
    )
    def test_a_typing_error_does_not_log_the_user_out(
        self, client: TestClient, path: str, body: dict[str, str]
    ) -> None:
        account = verified(client)
        texts = {"?": "another-horse-battery", "!": "yet-another-horse-staple"}
        sent = {name: texts.get(value, value) for name, value in body.items()}

        reply = client.post(f"/api/v1{path}", json=sent, headers=account.headers)

        assert reply.status_code == 400, reply.text
        assert client.get("/api/v1/users/me", headers=account.headers).is_success

    def test_a_wrong_login_code_or_ticket_is_400(self, client: TestClient) -> None:
        attempt = begin(client)
        email, password = attempt.email, "another-horse-battery"

        login = post(client, "/users/login", email=email, password=password)
        code = confirm(client, attempt, wrong("111111"))
        reset = post(client, "/forgot-password/verify", email=email, code="000000")
        ticket = post(
            client, "/forgot-password/reset", reset_token="x", new_password=password
        )

        assert_error(login, 400, "invalid_credentials")
        assert_error(code, 400, "invalid_code")
        assert_error(reset, 400, "invalid_code")
        assert_error(ticket, 400, "invalid_reset_token")
