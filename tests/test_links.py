"""Links without a token to ZIPs, exports and CSVs: whose they are, and when they end."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.core import links
from backend.models import Document, SecurityEvent, User
from backend.modules.document.downloads.links import read_zip, sign_zip
from backend.modules.document.lib import ZIP_MAX_DOCUMENTS
from tests.book_demo.steps import DEMO, MONDAY, NINE, TEN, booked, manage
from tests.document.steps import DOCUMENTS, TEXT, uploaded
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    Account,
    assert_error,
    bearer,
    log_in,
    verified,
)
from tests.support.operations import new_caller
from tests.user.steps import promote, request_deletion


@pytest.fixture
def owner(client: TestClient, db: Session) -> Account:
    """Return an administrator with a document."""
    account = verified(client)
    promote(db, account)
    uploaded(client, account)
    return account


def documents_of(client: TestClient, account: Account) -> list[str]:
    """Return the ids of an account's documents."""
    items = client.get(DOCUMENTS, headers=account.headers).json()["items"]
    return [item["id"] for item in items]


def zip_link(client: TestClient, account: Account, *more: str) -> Response:
    """Request a link to a ZIP of the account's documents, and of these."""
    ids = [*documents_of(client, account), *more]
    url = f"{DOCUMENTS}/zip-link"
    return client.post(url, json={"ids": ids}, headers=account.headers)


def export_link(client: TestClient, account: Account) -> Response:
    """Request a link to the export of the account."""
    return client.get(f"{API}/users/export-link", headers=account.headers)


def csv_link(client: TestClient, account: Account, **filters: str) -> Response:
    """Request a link to the CSV of bookings."""
    url = f"{DEMO}/admin/bookings/export-link"
    return client.get(url, params=filters, headers=account.headers)


Ask = Callable[[TestClient, Account], Response]
each_link = pytest.mark.parametrize("ask", [zip_link, export_link, csv_link])


def link_of(reply: Response) -> str:
    """Return the URL of a link."""
    assert reply.status_code == 200, reply.text
    url: str = reply.json()["url"]
    return url


def follow(client: TestClient, url: str) -> Response:
    """GET a link as a browser would, from any address."""
    return client.get(url, headers=new_caller())


@each_link
def test_a_link_works_without_a_login_for_five_minutes(
    client: TestClient, owner: Account, time: Time, ask: Ask
) -> None:
    reply = ask(client, owner)
    url = link_of(reply)

    now = follow(client, url)
    forged = follow(client, url[:-2] + ("xx" if not url.endswith("xx") else "yy"))
    time.advance(minutes=4, seconds=50)
    later = follow(client, url)
    time.advance(seconds=15)
    late = follow(client, url)

    assert now.status_code == later.status_code == 200
    assert now.headers["Content-Disposition"].startswith("attachment")
    assert_error(forged, 404, "link_not_found")
    assert_error(late, 404, "link_not_found")


def log_out(client: TestClient, db: Session, owner: Account) -> Response:
    """End the login session that made the link."""
    return client.post(f"{API}/users/logout", headers=owner.headers)


def disable(client: TestClient, db: Session, owner: Account) -> Response:
    """Let another administrator disable the owner."""
    other = verified(client)
    promote(db, other)
    url = f"{API}/users/admin/users/{owner.user['id']}"
    return client.patch(url, json={"is_active": False}, headers=other.headers)


def delete(client: TestClient, db: Session, owner: Account) -> Response:
    """Let the owner ask for the deletion of the account."""
    other = verified(client)
    promote(db, other)
    return request_deletion(client, owner)


@each_link
@pytest.mark.parametrize("end", [log_out, disable, delete])
def test_a_link_ends_with_its_login_session_and_its_account(
    client: TestClient,
    db: Session,
    owner: Account,
    ask: Ask,
    end: Callable[[TestClient, Session, Account], Response],
) -> None:
    url = link_of(ask(client, owner))
    other_login = bearer(log_in(client, owner.email)["access_token"])
    other = Account(owner.email, owner.password, other_login, owner.user)
    kept = link_of(ask(client, other))

    assert end(client, db, owner).is_success

    assert_error(follow(client, url), 404, "link_not_found")
    assert (follow(client, kept).status_code == 200) is (end is log_out)


@each_link
def test_no_link_is_accepted_for_another_purpose(
    client: TestClient, owner: Account, ask: Ask
) -> None:
    url = link_of(ask(client, owner))
    token = parse_qs(urlsplit(url).query)["token"][0]
    [document_id] = documents_of(client, owner)
    file = client.get(
        f"{DOCUMENTS}/{document_id}/download-link", headers=owner.headers
    ).json()["url"]
    paths = {
        f"{DOCUMENTS}/linked",
        f"{DOCUMENTS}/linked-zip",
        f"{API}/users/linked-export",
        f"{DEMO}/linked-export",
    }

    for path in paths - {urlsplit(url).path}:
        reply = client.get(path, params={"token": token}, headers=new_caller())
        assert_error(reply, 404, "link_not_found")
    moved = urlsplit(url).path + "?" + urlsplit(file).query
    assert_error(follow(client, moved), 404, "link_not_found")


@pytest.mark.parametrize("path", ["documents/linked-zip", "users/linked-export"])
@pytest.mark.parametrize("token", ["x", "..", "é" * 20, "a.b.c.d", "0.0"])
def test_an_odd_token_is_not_found(client: TestClient, path: str, token: str) -> None:
    reply = client.get(f"{API}/{path}", params={"token": token}, headers=new_caller())

    assert_error(reply, 404, "link_not_found")


class TestZip:
    """POST documents/zip-link."""

    def test_the_zip_has_the_documents_of_its_owner_only(
        self, client: TestClient, db: Session, owner: Account
    ) -> None:
        stranger = verified(client)
        foreign = uploaded(client, stranger, b"of someone else")["id"]

        refused = zip_link(client, owner, foreign)
        url = link_of(zip_link(client, owner))
        found = ZipFile(io.BytesIO(follow(client, url).content))

        assert_error(refused, 404, "document_not_found")
        assert [found.read(name) for name in found.namelist()] == [TEXT]

    def test_a_document_that_was_deleted_or_given_away_since_is_not_sent(
        self, client: TestClient, db: Session, owner: Account
    ) -> None:
        url = link_of(zip_link(client, owner))
        document = db.exec(select(Document)).one()
        document.owner_id = db.exec(
            select(User.id).where(User.email == verified(client).email)
        ).one()
        db.commit()

        assert_error(follow(client, url), 404, "document_not_found")

    def test_the_longest_link_is_short_enough_for_every_proxy(
        self, client: TestClient
    ) -> None:
        ids = [uuid4() for _ in range(ZIP_MAX_DOCUMENTS)]
        session_id = uuid4()
        link = sign_zip(session_id, ids)

        assert read_zip(link.token) == (session_id, ids)
        url = links.DownloadLink.of(link, "documents/linked-zip").url
        # Of the usual limits, that of Internet Explorer (2,083) is the only smaller one.
        assert len(url) < 2500
        reply = follow(client, url)
        assert_error(reply, 404, "link_not_found")

    def test_a_link_has_the_limit_of_its_session_from_every_address(
        self, client: TestClient, owner: Account
    ) -> None:
        url = link_of(zip_link(client, owner))

        statuses = [follow(client, url).status_code for _ in range(21)]

        assert statuses == [200] * 20 + [429]


class TestExport:
    """GET users/export-link."""

    def test_the_link_needs_a_fresh_password_and_its_use_is_logged(
        self, client: TestClient, db: Session, time: Time
    ) -> None:
        user = verified(client)
        url = link_of(export_link(client, user))
        before = kinds(db, user)

        reply = follow(client, url)
        time.advance(minutes=20)
        stale = export_link(client, user)

        names = ZipFile(io.BytesIO(reply.content)).namelist()
        assert "account.json" in names
        assert "data_exported" not in before
        assert kinds(db, user).count("data_exported") == 1
        assert_error(stale, 403, "reauthentication_required")


class TestBookings:
    """GET book-demo/admin/bookings/export-link."""

    def test_the_csv_has_the_filters_and_its_use_is_logged(
        self, client: TestClient, db: Session, time: Time
    ) -> None:
        time.travel_to(MONDAY)
        admin = verified(client)
        promote(db, admin)
        kept, other = booked(client, NINE), booked(client, TEN, name="Zoë Ü.")
        manage(client, kept.token, "cancel")

        url = link_of(csv_link(client, admin, status="confirmed", search="zoë ü"))
        csv = follow(client, url).text

        assert other.email in csv
        assert kept.email not in csv
        assert kinds(db, admin).count("bookings_exported") == 1

    def test_it_ends_when_its_owner_is_no_administrator_any_more(
        self, client: TestClient, db: Session, owner: Account
    ) -> None:
        url = link_of(csv_link(client, owner))
        db.exec(select(User).where(User.email == owner.email)).one().is_admin = False
        db.commit()

        assert_error(follow(client, url), 404, "link_not_found")
        assert_error(csv_link(client, owner), 403, "admin_required")


def kinds(db: Session, account: Account) -> list[str]:
    """Return the kinds of an account's entries in the security log."""
    db.rollback()
    statement = select(SecurityEvent.kind).where(
        SecurityEvent.user_id == account.user["id"]
    )
    found: Any = db.exec(statement).all()
    return list(found)
