"""The paths that scripts and the frontend rely on, with their input and their status.

Each line: method, path under the prefix, input fields (`?` marks an optional one) and the
success status. An operation may gain optional input only.
"""

import pytest

from tests.support.each import each
from tests.support.operations import OPERATIONS, Operation

FIXED = """
POST   users/signup                        email password full_name?               202
POST   users/verify-signup                 code signup_token?                       200
POST   users/resend-code                   signup_token?                           202
POST   users/login                         email password                          200
POST   users/logout                        -                                       204
GET    users/me                            -                                       200
PATCH  users/me                            full_name? timezone? locale?            200
GET    users/sessions                      -                                       200
DELETE users/sessions/{session_id}         -                                       204
DELETE users/sessions                      -                                       204
POST   users/change-password               current_password new_password           200
POST   users/change-email                  new_email password                      202
POST   users/verify-email                  code                                    200
GET    users/export                        -                                       200
GET    two-fa/status                       -                                       200
POST   two-fa/setup                        password                                200
POST   two-fa/enable                       code                                    200
POST   two-fa/verify                       code                                    200
POST   two-fa/disable                      password code                           204
POST   two-fa/regenerate-codes             password code                           200
POST   forgot-password/request             email                                   202
POST   forgot-password/verify              email code request_token?                       200
POST   forgot-password/reset               reset_token new_password                204
GET    documents                           -                                       200
POST   documents/upload                    file                                    201
GET    documents/{document_id}             -                                       200
PATCH  documents/{document_id}             title? tags?                            200
DELETE documents/{document_id}             -                                       204
GET    documents/{document_id}/download    -                                       200
GET    documents/{document_id}/versions    -                                       200
POST   documents/{document_id}/versions    file                                    201
GET    documents/{document_id}/shares      -                                       200
POST   documents/{document_id}/shares      expires_in_hours?                       201
GET    book-demo/slots                     date_from date_to timezone              200
POST   book-demo/book                      name email start timezone company? message? 201
GET    book-demo/manage/{token}            -                                       200
GET    health/live                         -                                       200
GET    health/ready                        -                                       200
"""
BY_ROUTE = {(o.method, o.path): o for o in OPERATIONS}


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def inputs(operation: Operation) -> dict[str, bool]:
    """Return the fields of body and query, and whether each is required."""
    taken = {
        parameter["name"]: parameter.get("required", False)
        for parameter in operation.parameters
        if parameter["in"] == "query"
    }
    required = operation.form.get("required", [])
    return taken | {name: name in required for name in operation.form["properties"]}


@each("line", FIXED.strip().splitlines())
def test_a_fixed_path_stays(line: str) -> None:
    method, path, *fields, status = line.split()
    wanted = {
        name.removesuffix("?"): not name.endswith("?") for name in fields if name != "-"
    }

    operation = BY_ROUTE[method, f"/api/v1/{path}"]

    taken = inputs(operation)
    assert {name: taken.get(name) for name in wanted} == wanted
    assert [name for name in taken.keys() - wanted.keys() if taken[name]] == []
    assert int(status) in operation.responses
