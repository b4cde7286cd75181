"""The mailbox refuses invalid e-mails and names the wrong field."""

import pytest

from devtools.mailbox import Mailbox
from tests.mailbox.calls import ADA, FILE, HTML, TEXT, post, valid

REQUEST = "text/calendar; method=REQUEST"
CALENDAR = {"type": REQUEST, "value": "BEGIN:VCALENDAR"}


def to(*recipients: object, **more: object) -> dict[str, object]:
    return {"personalizations": [{"to": list(recipients), **more}]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"personalizations": None}, "personalizations"),
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": ["x"]}, "personalizations.0"),
        ({"personalizations": [{}]}, "personalizations.0.to"),
        (to(), "personalizations.0.to"),
        (to(ADA), "personalizations.0.to.0"),
        (to({"name": "Ada"}), "personalizations.0.to.0.email"),
        (to({"email": [ADA]}), "personalizations.0.to.0.email"),
        (to({"email": "ada"}), "personalizations.0.to.0.email"),
        (to({"email": "a b@x.org"}), "personalizations.0.to.0.email"),
        (to({"email": "a@x"}), "personalizations.0.to.0.email"),
        (to({"email": "\u00e9@x.org"}), "personalizations.0.to.0.email"),
        (to({"email": "a" * 320 + "@x.org"}), "personalizations.0.to.0.email"),
        (to({"email": ADA}, bcc=[{"email": "x"}]), "personalizations.0.bcc.0.email"),
        (to({"email": ADA}, cc=[{"email": ADA.upper()}]), "personalizations.0"),
        (to({"email": ADA}, custom_args={"a": 7}), "personalizations.0.custom_args"),
        ({"from": None}, "from.email"),
        ({"from": {"name": "Sample"}}, "from.email"),
        ({"from": "a@x.org"}, "from"),
        ({"from": {"email": "x"}}, "from.email"),
        ({"reply_to": {"email": "x"}}, "reply_to.email"),
        ({"subject": None}, "subject"),
        ({"subject": ""}, "subject"),
        ({"content": None}, "content"),
        ({"content": []}, "content"),
        ({"content": [None]}, "content.0"),
        ({"content": [TEXT | {"value": ""}]}, "content.0.value"),
        ({"content": [TEXT, HTML | {"value": 1}]}, "content.1.value"),
        ({"content": [TEXT | {"type": ""}]}, "content.0.type"),
        ({"content": [TEXT | {"type": "text/plain; x=y"}]}, "content.0.type"),
        (
            {"content": [TEXT, CALENDAR | {"type": REQUEST + "; charset=utf-8"}]},
            "content.1.type",
        ),
        ({"content": [HTML, TEXT]}, "content"),
        ({"content": [CALENDAR, TEXT]}, "content"),
        ({"attachments": {}}, "attachments"),
        ({"attachments": [FILE, 1]}, "attachments.1"),
        ({"attachments": [FILE | {"content": ""}]}, "attachments.0.content"),
        ({"attachments": [FILE | {"content": "not base64"}]}, "attachments.0.content"),
        ({"attachments": [FILE | {"filename": None}]}, "attachments.0.filename"),
        ({"attachments": [FILE | {"filename": ["a"]}]}, "attachments.0.filename"),
        ({"attachments": [FILE | {"filename": "a\r\nb"}]}, "attachments.0.filename"),
        ({"attachments": [FILE | {"type": ""}]}, "attachments.0.type"),
        ({"attachments": [FILE | {"type": "text/plain;"}]}, "attachments.0.type"),
        ({"attachments": [FILE | {"disposition": "x"}]}, "attachments.0.disposition"),
        ({"headers": {"X-A": 1}}, "headers"),
        ({"headers": {"Reply-To": ADA}}, "headers"),
    ],
)
def test_an_invalid_mail_is_refused_with_its_field(
    mailbox: Mailbox, changes: dict[str, object], field: str
) -> None:
    reply = post(mailbox, valid(**changes))

    [(shown_field, message)] = reply.errors()
    assert reply.status == 400
    assert shown_field == field
    assert message
    assert mailbox.messages() == []


def test_all_errors_of_a_mail_are_reported_at_once(mailbox: Mailbox) -> None:
    fields = [field for field, _ in post(mailbox, {}).errors()]

    assert fields == ["personalizations", "from.email", "subject", "content"]
