"""What the mailbox refuses, in SendGrid's own words."""

import pytest

from devtools.mailbox import Mailbox
from tests.mailbox.calls import ADA, FILE, HTML, TEXT, post, valid

NO_PERSONALIZATION = (
    "The personalizations field is required and must have at least one personalization."
)
NO_TO = (
    "The to array is required for all personalization objects, and must have at least"
    " one email object with a valid email address."
)
NO_ADDRESS = "Does not contain a valid address."
DUPLICATE = (
    "Each email address in the personalization block should be unique between to, cc,"
    " and bcc. We found the first duplicate instance of [ADA@example.com] in the"
    " personalizations.0.cc field."
)
NO_FROM = "The from object must be provided for every email send."
NO_SUBJECT = "The subject is required."
NO_CONTENT = (
    "Unless a valid template_id is provided, the content parameter is required."
)
NO_VALUE = "The content value must be a string at least one character in length."
NO_TYPE = "Your content type must be a string with length of at least one character."
ORDER = "Following RFC 1341, section 7.2,"


def to(*recipients: object, **more: object) -> dict[str, object]:
    return {"personalizations": [{"to": list(recipients), **more}]}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"personalizations": None}, "personalizations", NO_PERSONALIZATION),
        ({"personalizations": []}, "personalizations", NO_PERSONALIZATION),
        (
            {"personalizations": ["x"]},
            "personalizations.0",
            "Invalid type. Expected: object, given: string.",
        ),
        ({"personalizations": [{}]}, "personalizations.0.to", NO_TO),
        (to(), "personalizations.0.to", NO_TO),
        (
            to(ADA),
            "personalizations.0.to.0",
            "Invalid type. Expected: object, given: string.",
        ),
        (
            to({"name": "Ada"}),
            "personalizations.0.to.0.email",
            "The to email parameter is required.",
        ),
        (
            to({"email": [ADA]}),
            "personalizations.0.to.0.email",
            "Invalid type. Expected: string, given: array.",
        ),
        (to({"email": "ada"}), "personalizations.0.to.0.email", NO_ADDRESS),
        (to({"email": "a b@x.org"}), "personalizations.0.to.0.email", NO_ADDRESS),
        (to({"email": "a@x"}), "personalizations.0.to.0.email", NO_ADDRESS),
        (to({"email": "\u00e9@x.org"}), "personalizations.0.to.0.email", NO_ADDRESS),
        (
            to({"email": "a" * 320 + "@x.org"}),
            "personalizations.0.to.0.email",
            NO_ADDRESS,
        ),
        (
            to({"email": ADA}, bcc=[{"email": "x"}]),
            "personalizations.0.bcc.0.email",
            NO_ADDRESS,
        ),
        (
            to({"email": ADA}, cc=[{"email": "ADA@example.com"}]),
            "personalizations.0",
            DUPLICATE,
        ),
        (
            to({"email": ADA}, custom_args={"job": 7}),
            "personalizations.0.custom_args",
            "All values of custom arguments object must be strings",
        ),
        ({"from": None}, "from.email", NO_FROM),
        ({"from": {"name": "Sample"}}, "from.email", NO_FROM),
        ({"from": "a@x.org"}, "from", "Invalid type. Expected: object, given: string."),
        (
            {"from": {"email": "x"}},
            "from.email",
            "The from email does not contain a valid address.",
        ),
        (
            {"reply_to": {"email": "x"}},
            "reply_to.email",
            "The reply_to email does not contain a valid address.",
        ),
        ({"subject": None}, "subject", NO_SUBJECT),
        ({"subject": ""}, "subject", NO_SUBJECT),
        ({"content": None}, "content", NO_CONTENT),
        ({"content": []}, "content", NO_CONTENT),
        (
            {"content": [None]},
            "content.0",
            "Invalid type. Expected: object, given: null.",
        ),
        ({"content": [TEXT | {"value": ""}]}, "content.0.value", NO_VALUE),
        ({"content": [TEXT, HTML | {"value": 1}]}, "content.1.value", NO_VALUE),
        ({"content": [TEXT | {"type": ""}]}, "content.0.type", NO_TYPE),
        (
            {"content": [TEXT | {"type": "text/plain; charset=utf-8"}]},
            "content.0.type",
            "Cannot contain ';', or CRLF characters.",
        ),
        ({"content": [HTML, TEXT]}, "content", ORDER),
        (
            {"attachments": {}},
            "attachments",
            "Invalid type. Expected: array, given: object.",
        ),
        (
            {"attachments": [FILE, 1]},
            "attachments.1",
            "Invalid type. Expected: object, given: integer.",
        ),
        (
            {"attachments": [FILE | {"content": ""}]},
            "attachments.0.content",
            "The attachment content must be a string at least one character in length.",
        ),
        (
            {"attachments": [FILE | {"content": "not base64"}]},
            "attachments.0.content",
            "The attachment content must be base64 encoded.",
        ),
        (
            {"attachments": [FILE | {"filename": None}]},
            "attachments.0.filename",
            "filename is required.",
        ),
        (
            {"attachments": [FILE | {"filename": ["a"]}]},
            "attachments.0.filename",
            "The filename of your attachment must be a string.",
        ),
        (
            {"attachments": [FILE | {"filename": "a\r\nb"}]},
            "attachments.0.filename",
            "The filename of your attachment cannot contain CRLF characters.",
        ),
        (
            {"attachments": [FILE | {"type": ""}]},
            "attachments.0.type",
            "The attachment type must be a string and at least one character in length.",
        ),
        (
            {"attachments": [FILE | {"type": "text/plain;"}]},
            "attachments.0.type",
            "The type cannot contain ';', or CRLF characters.",
        ),
        (
            {"attachments": [FILE | {"disposition": "hidden"}]},
            "attachments.0.disposition",
            "The disposition of your attachment can be either 'inline' or 'attachment'.",
        ),
        ({"headers": {"X-A": 1}}, "headers", "The header values must be strings."),
        (
            {"headers": {"Reply-To": ADA}},
            "headers",
            "Header can not be one of the reserved keys.",
        ),
    ],
)
def test_an_invalid_mail_is_refused_with_its_field(
    mailbox: Mailbox, changes: dict[str, object], field: str, message: str
) -> None:
    reply = post(mailbox, valid(**changes))

    [(shown_field, shown_message)] = reply.errors()
    assert reply.status == 400
    assert shown_field == field
    assert shown_message.startswith(message)
    assert mailbox.messages() == []


def test_all_errors_of_a_mail_are_told_at_once(mailbox: Mailbox) -> None:
    fields = [field for field, _ in post(mailbox, {}).errors()]

    assert fields == ["personalizations", "from.email", "subject", "content"]
