"""Sends the examples of all requests in a world where they can succeed.

An example cannot contain a real code, token, id or address. The test inserts those and
sends the rest as documented.
"""

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from tests.book_demo.steps import DEMO, MONDAY, TEN, booked, set_rules
from tests.document.steps import DOCUMENTS, uploaded
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, begin, code_for, new_email, post
from tests.support.each import each
from tests.support.environment import mailbox
from tests.support.examples import Sent, World, by_user
from tests.support.modules import told
from tests.support.operations import (
    OPERATIONS,
    SCHEMAS,
    Operation,
    example_of,
    new_caller,
)
from tests.two_fa.steps import code_of as app_code
from tests.two_fa.steps import pending, set_up
from tests.user.steps import request_deletion
from tests.user.steps import undo_token as undo_deletion_token

SHARE_PASSWORD = "a good password"


def by_admin(world: World) -> Sent:
    return Sent(world.admin().headers)


def about_a_user(world: World) -> Sent:
    return Sent(world.admin().headers, {"user_id": world.user().user["id"]})


def new_address(_: World) -> Sent:
    return Sent(instead={"email": new_email()})


def known_address(world: World) -> Sent:
    return Sent(instead={"email": world.user().email})


def signed_up(world: World) -> Sent:
    new = begin(world.client)
    return Sent(instead={"signup_token": new.token, "code": code_for(new.email)})


def changed_address(world: World) -> Sent:
    user, email = world.user(), new_email()
    body = {"new_email": email, "password": PASSWORD}
    world.client.post(f"{API}/users/change-email", json=body, headers=user.headers)
    return Sent(user.headers, instead={"code": code_for(email)})


def taken_back_address(world: World) -> Sent:
    user = world.user()
    body = {"new_email": new_email(), "password": PASSWORD}
    world.client.post(f"{API}/users/change-email", json=body, headers=user.headers)
    token = world.mailed(user.email, "undo-email-change", 2)
    return Sent(instead={"token": token})


def taken_back_deletion(world: World) -> Sent:
    user = world.user()
    assert request_deletion(world.client, user).status_code == 202
    return Sent(instead={"token": undo_deletion_token(mailbox, user)})


def forgotten(world: World) -> Sent:
    email = world.user().email
    world.time.advance(minutes=2)
    asked = post(world.client, "/forgot-password/request", email=email).json()
    named = {"email": email, "request_token": asked["request_token"]}
    return Sent(instead=named | {"code": code_for(email, number=2)})


def ticket(world: World) -> Sent:
    body = forgotten(world).instead
    reply = post(world.client, "/forgot-password/verify", **body)
    return Sent(instead={"reset_token": reply.json()["reset_token"]})


def enrolled(world: World) -> Sent:
    user = world.user()
    secret = set_up(world.client, user)["secret"]
    return Sent(user.headers, instead={"code": app_code(secret, world.time)})


def second_factor(world: World) -> Sent:
    person = world.guarded()
    return Sent(person.account.headers, instead={"code": person.code(world.time)})


def second_factor_of_a_login(world: World) -> Sent:
    person = world.guarded()
    headers = pending(world.client, person)
    return Sent(headers, instead={"code": person.code(world.time)})


def deleting(world: World) -> Sent:
    person = world.guarded()
    return Sent(person.account.headers, instead={"code": person.code(world.time)})


def a_booking(world: World) -> Sent:
    return Sent(path={"token": booked(world.client).token})


def a_later_slot(world: World) -> Sent:
    return Sent(path={"token": booked(world.client).token}, instead={"start": TEN})


def a_slot(_: World) -> Sent:
    return Sent(instead={"start": TEN, "email": new_email()})


def own_document(world: World) -> Sent:
    user = world.user()
    return Sent(user.headers, {"document_id": uploaded(world.client, user)["id"]})


def own_documents(world: World) -> Sent:
    user = world.user()
    document = uploaded(world.client, user)
    return Sent(user.headers, instead={"ids": [document["id"]]})


def own_batch(world: World) -> Sent:
    sent = own_documents(world)
    [document_id] = sent.instead["ids"]
    return Sent(sent.headers, instead={"documents": [{"id": document_id}]})


def a_share(world: World) -> Sent:
    user = world.user()
    url = f"{DOCUMENTS}/{uploaded(world.client, user)['id']}/shares"
    body = {"password": SHARE_PASSWORD}
    reply = world.client.post(url, json=body, headers=user.headers)
    return Sent(instead={"token": reply.json()["token"]})


WORLDS: dict[str, Callable[[World], Sent]] = {
    "BookDemo-admin_set_availability": by_admin,
    "BookDemo-book": a_slot,
    "BookDemo-cancel": a_booking,
    "BookDemo-reschedule": a_later_slot,
    "Documents-admin_set_usage_limit": about_a_user,
    "Documents-create_share": own_document,
    "Documents-download_zip": own_documents,
    "Documents-get_shared": a_share,
    "Documents-get_zip_link": own_documents,
    "Documents-run_batch": own_batch,
    "Documents-start_batch": by_user,
    "Documents-open_share": a_share,
    "Documents-update_document": own_document,
    "Documents-upload": by_user,
    "Documents-upload_version": own_document,
    "Documents-view_share": a_share,
    "ForgotPassword-request": known_address,
    "ForgotPassword-reset": ticket,
    "ForgotPassword-verify": forgotten,
    "TwoFA-disable": second_factor,
    "TwoFA-enable": enrolled,
    "TwoFA-regenerate_codes": second_factor,
    "TwoFA-setup": by_user,
    "TwoFA-verify": second_factor_of_a_login,
    "Users-admin_change_user": about_a_user,
    "Users-change_email": second_factor,
    "Users-change_password": second_factor,
    "Users-delete_account": deleting,
    "Users-login": known_address,
    "Users-reauthenticate": second_factor,
    "Users-resend_code": by_user,
    "Users-signup": new_address,
    "Users-undo_delete_account": taken_back_deletion,
    "Users-undo_email_change": taken_back_address,
    "Users-update_me": by_user,
    "Users-verify_email": changed_address,
    "Users-verify_signup": signed_up,
    **told("EXAMPLES"),
}


@pytest.fixture
def world(client: TestClient, db: Session, time: Time) -> World:
    """Return a world on a Monday, in which every example can succeed."""
    time.travel_to(MONDAY)
    set_rules(db, notice_minutes=0)
    return World(client, db, time)


def examples(operation: Operation) -> dict[str, Any]:
    """Return the first example of each field of the body; a form's file is left out."""
    fields = operation.form.get("properties", {})
    return {name: example_of(name, f) for name, f in fields.items() if name != "file"}


def test_every_request_with_a_body_is_sent() -> None:
    sent = {o.id for o in OPERATIONS if "requestBody" in o.spec}
    assert (
        sent - set(WORLDS) == set()
    ), "add these operations to EXAMPLES of tests/<module>/contract.py"
    assert set(WORLDS) - sent == set(), "no operation with a body has these ids"


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.id in WORLDS], ids=str
)
def test_the_example_of_a_request_succeeds(world: World, operation: Operation) -> None:
    sent = WORLDS[operation.id](world)
    url = operation.path
    for name, value in sent.path.items():
        url = url.replace(f"{{{name}}}", value)
    body = examples(operation) | sent.instead
    options: dict[str, Any] = {"json": body}
    if "file" in operation.form.get("properties", {}):
        options = {"data": body, "files": {"file": ("contract.txt", b"Signed.\n")}}

    reply = world.client.request(
        operation.method, url, headers=new_caller() | sent.headers, **options
    )

    assert reply.status_code in operation.responses
    assert reply.is_success, reply.text


@each("name", SCHEMAS)
def test_the_examples_of_a_field_are_valid(name: str) -> None:
    components = {"components": {"schemas": SCHEMAS}}
    for schema in SCHEMAS[name].get("properties", {}).values():
        validator = jsonschema_rs.Draft202012Validator(schema | components)
        for example in schema.get("examples", ()):
            assert validator.is_valid(example), f"{example!r} does not fit {schema}"


@each("operation", OPERATIONS)
def test_an_example_of_a_parameter_is_where_swagger_ui_reads_it(
    operation: Operation,
) -> None:
    for parameter in operation.parameters:
        examples = parameter["schema"].get("examples", [None])
        assert parameter.get("example") == examples[0]


def test_the_documented_query_for_slots_succeeds(world: World) -> None:
    [operation] = [o for o in OPERATIONS if o.id == "BookDemo-slots"]
    query = {p["name"]: p["schema"]["examples"][0] for p in operation.parameters}

    reply = world.client.get(f"{DEMO}/slots", params=query, headers=new_caller())

    assert reply.is_success, reply.text
