"""The mailbox must treat the real sendgrid package as SendGrid would."""

import base64
import hashlib
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from python_http_client.exceptions import (
    BadRequestsError,
    TooManyRequestsError,
    UnauthorizedError,
)
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Attachment, CustomArg, Header, Mail

from devtools.mailbox import Mailbox, MailNotFoundError

KEY = "SG.test-key"
ADA = "ada@example.com"
BOB = "bob@example.com"
ROOT = Path(__file__).parents[1]


class Reply(NamedTuple):
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - spares every test its casts
        """The body, which must be JSON."""
        return json.loads(self.body)

    def errors(self) -> list[tuple[str | None, str]]:
        """Field and message of each error in SendGrid's form."""
        return [(each["field"], each["message"]) for each in self.json()["errors"]]


def ask(url: str, method: str = "GET", body: object = None, **headers: str) -> Reply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310
        url,
        data=None if body is None else data,
        headers={"Content-Type": "application/json"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310
            return Reply(reply.status, dict(reply.headers), reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, dict(error.headers), error.read())


def post(mailbox: Mailbox, body: object, **headers: str) -> Reply:
    headers = {"Authorization": f"Bearer {KEY}"} | headers
    return ask(f"{mailbox.url}/v3/mail/send", "POST", body, **headers)


def valid(**changes: object) -> dict[str, object]:
    mail: dict[str, object] = {
        "personalizations": [{"to": [{"email": ADA}]}],
        "from": {"email": "app@example.com"},
        "subject": "Hello",
        "content": [{"type": "text/plain", "value": "Hello"}],
    }
    return {**mail, **changes}


def mail_to(to: str, text: str = "Your code is 123456.") -> Mail:
    return Mail(
        from_email=("app@example.com", "Sample"),
        to_emails=to,
        subject="Your code",
        plain_text_content=text,
        html_content=f"<p>{text}</p>",
    )


def client(mailbox: Mailbox, key: str = KEY, timeout: float = 5) -> SendGridAPIClient:
    api = SendGridAPIClient(key, host=mailbox.url)
    api.client.timeout = timeout
    return api


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox(key=KEY) as running:
        yield running


class TestSending:
    """POST /v3/mail/send, as SendGrid answers it."""

    def test_a_mail_of_the_real_package_shows_up(self, mailbox: Mailbox) -> None:
        reply = client(mailbox).send(mail_to(ADA))

        [message] = mailbox.messages()
        assert (reply.status_code, reply.body) == (202, b"")
        assert reply.headers["X-Message-Id"] == message.id
        assert (message.to, message.subject) == (ADA, "Your code")
        assert (message.sender, message.sender_name) == ("app@example.com", "Sample")
        assert message.text == "Your code is 123456."
        assert message.html == "<p>Your code is 123456.</p>"
        assert message.code == "123456"

    def test_headers_arguments_and_attachments_are_kept(self, mailbox: Mailbox) -> None:
        mail = mail_to(ADA)
        mail.add_header(Header("X-Kind", "welcome"))
        mail.add_custom_arg(CustomArg("job", "7"))
        content = base64.b64encode(b"<script>").decode()
        mail.add_attachment(Attachment(content, 'a"\u00e9.html', "text/html"))

        client(mailbox).send(mail)

        [shown] = ask(f"{mailbox.url}/messages").json()
        assert shown["headers"] == {"X-Kind": "welcome"}
        assert shown["custom_args"] == {"job": "7"}
        assert shown["attachments"] == [
            {"filename": 'a"\u00e9.html', "type": "text/html", "size": 8}
        ]

    def test_an_attachment_is_never_served_as_a_page(self, mailbox: Mailbox) -> None:
        mail = mail_to(ADA)
        content = base64.b64encode(b"<script>").decode()
        mail.add_attachment(Attachment(content, 'a"\u00e9.html', "text/html"))
        client(mailbox).send(mail)
        url = f"{mailbox.url}/messages/{mailbox.messages()[0].id}/attachments"

        reply = ask(f"{url}/0")

        disposition = "attachment; filename*=UTF-8''a%22%C3%A9.html"
        assert reply.body == b"<script>"
        assert reply.headers["Content-Type"] == "application/octet-stream"
        assert reply.headers["Content-Disposition"] == disposition
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert ask(f"{url}/1").status == 404
        assert ask(f"{url}/x").status == 404

    def test_each_personalization_is_a_mail_of_its_own(self, mailbox: Mailbox) -> None:
        reply = post(
            mailbox,
            valid(
                personalizations=[
                    {"to": [{"email": ADA}]},
                    {"to": [{"email": BOB}], "subject": "Other"},
                ]
            ),
        )

        assert reply.status == 202
        assert mailbox.messages(ADA)[0].subject == "Hello"
        assert mailbox.messages(BOB)[0].subject == "Other"

    def test_a_wrong_key_is_refused(self, mailbox: Mailbox) -> None:
        with pytest.raises(UnauthorizedError) as refused:
            client(mailbox, key="SG.other").send(mail_to(ADA))

        message = "The provided authorization grant is invalid, expired, or revoked"
        assert refused.value.to_dict == {
            "errors": [{"message": message, "field": None, "help": None}]
        }
        assert mailbox.messages() == []

    def test_a_validation_error_reaches_the_real_package(
        self, mailbox: Mailbox
    ) -> None:
        mail = mail_to(ADA).get() | {"from": {"email": "nobody"}}

        with pytest.raises(BadRequestsError) as refused:
            client(mailbox).send(mail)

        [error] = refused.value.to_dict["errors"]
        assert error["field"] == "from.email"
        assert error["message"] == "The from email does not contain a valid address."
        assert error["help"].endswith("errors.html#message.from")

    def test_what_is_not_json_is_refused(self, mailbox: Mailbox) -> None:
        wrong_type = post(mailbox, b"to=ada", Content_Type="text/plain")

        assert wrong_type.status == 415
        assert wrong_type.errors() == [
            (None, "Content-Type should be application/json.")
        ]
        for body in (b"", b"{", b"[]", b"\xff", b"[" * 100_000):
            assert post(mailbox, body).errors() == [(None, "Bad Request")]

    def test_more_than_30_megabytes_are_refused(self, mailbox: Mailbox) -> None:
        reply = post(mailbox, b" " * (30 * 1024 * 1024 + 1))

        assert reply.status == 413
        assert reply.errors() == [(None, "Payload Too Large")]


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
TEXT = {"type": "text/plain", "value": "Hello"}
HTML = {"type": "text/html", "value": "<p>Hello"}
FILE = {"content": "aGk=", "filename": "hi.txt", "type": "text/plain"}


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


class TestReading:
    """GET and DELETE /messages and what Python offers for it."""

    def test_mails_are_listed_newest_first_and_by_recipient(
        self, mailbox: Mailbox
    ) -> None:
        for recipient, text in ((ADA, "one"), (BOB, "two"), (ADA, "three")):
            client(mailbox).send(mail_to(recipient, text))

        def texts(query: str = "") -> list[str]:
            url = f"{mailbox.url}/messages{query}"
            return [each["text"] for each in ask(url).json()]

        assert texts() == ["three", "two", "one"]
        assert texts("?to=Ada%40example.com") == ["three", "one"]
        assert texts("?to=eve@example.com") == []

    def test_one_mail_can_be_read_by_its_id(self, mailbox: Mailbox) -> None:
        client(mailbox).send(mail_to(ADA))
        [listed] = ask(f"{mailbox.url}/messages").json()

        read = ask(f"{mailbox.url}/messages/{listed['id']}").json()

        assert read == listed
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", read["received_at"]
        )
        assert ask(f"{mailbox.url}/messages/other").status == 404

    def test_mails_can_be_deleted(self, mailbox: Mailbox) -> None:
        client(mailbox).send(mail_to(ADA))

        assert ask(f"{mailbox.url}/messages", "DELETE").status == 204
        assert ask(f"{mailbox.url}/messages").json() == []

        client(mailbox).send(mail_to(ADA))
        mailbox.clear()
        assert mailbox.messages() == []

    def test_only_the_last_thousand_are_kept(self, mailbox: Mailbox) -> None:
        post(mailbox, valid(subject="first"))
        everyone = [{"to": [{"email": f"u{n}@example.com"}]} for n in range(1000)]

        post(mailbox, valid(personalizations=everyone))

        assert len(mailbox.messages()) == 1000
        assert {each.subject for each in mailbox.messages()} == {"Hello"}

    def test_waiting_ends_as_soon_as_the_mail_comes(self, mailbox: Mailbox) -> None:
        sender = threading.Timer(0.1, client(mailbox).send, [mail_to(ADA)])
        sender.start()

        [message] = mailbox.wait_for("Ada@Example.com")

        sender.join()
        assert message.to == ADA

    def test_waiting_in_vain_tells_what_did_arrive(self, mailbox: Mailbox) -> None:
        client(mailbox).send(mail_to(BOB))

        with pytest.raises(MailNotFoundError) as missing:
            mailbox.wait_for(ADA, count=2, timeout=0.05)

        assert isinstance(missing.value, AssertionError)
        assert f"2 mail(s) to {ADA}" in str(missing.value)
        assert f"{BOB}: 'Your code'" in str(missing.value)

    @pytest.mark.parametrize("text", ["no code", "12345", "1234567", "123 456"])
    def test_a_mail_without_a_code_says_so(self, mailbox: Mailbox, text: str) -> None:
        client(mailbox).send(mail_to(ADA, text))

        with pytest.raises(LookupError, match="no 6-digit code"):
            _ = mailbox.messages()[0].code

    def test_it_reports_its_health_and_knows_its_paths(self, mailbox: Mailbox) -> None:
        assert ask(f"{mailbox.url}/health").status == 200
        for method in ("GET", "POST", "PUT", "DELETE"):
            assert ask(f"{mailbox.url}/other", method, {}).status == 404


class TestFaults:
    """What it does when told to misbehave."""

    def test_a_status_is_answered_for_so_many_times(self, mailbox: Mailbox) -> None:
        mailbox.fail(429, times=2, retry_after=1)

        for _ in range(2):
            with pytest.raises(TooManyRequestsError) as refused:
                client(mailbox).send(mail_to(ADA))
            assert refused.value.headers["Retry-After"] == "1"
            assert refused.value.to_dict["errors"][0]["message"] == "too many requests"
        client(mailbox).send(mail_to(ADA))

        assert mailbox.requests == 3
        assert len(mailbox.messages()) == 1

    @pytest.mark.parametrize("status", [400, 451, 499, 503, 599])
    def test_any_error_status_can_be_chosen(
        self, mailbox: Mailbox, status: int
    ) -> None:
        mailbox.fail(status)

        assert post(mailbox, valid()).status == status
        assert post(mailbox, valid()).status == status
        mailbox.heal()
        assert post(mailbox, valid()).status == 202

    def test_a_hang_outlasts_the_timeout_of_a_client(self, mailbox: Mailbox) -> None:
        mailbox.hang(30, times=1)

        with pytest.raises(TimeoutError):
            client(mailbox, timeout=0.1).send(mail_to(ADA))
        client(mailbox).send(mail_to(ADA))

        assert len(mailbox.messages()) == 1

    def test_a_hang_ends_with_a_closed_connection(self, mailbox: Mailbox) -> None:
        mailbox.hang(0.05)

        with pytest.raises(ConnectionError):
            client(mailbox).send(mail_to(ADA))

    def test_closing_ends_a_hang_at_once(self) -> None:
        with Mailbox(key=KEY) as mailbox:
            mailbox.hang(30)
            address = mailbox.url.removeprefix("http://").split(":")
            connection = socket.create_connection((address[0], int(address[1])), 5)
            connection.sendall(
                b"POST /v3/mail/send HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
            )
            while mailbox.requests == 0:
                time.sleep(0.01)
            started = time.monotonic()

        with connection:
            assert connection.recv(1) == b""
        assert time.monotonic() - started < 1

    def test_a_dropped_connection_has_no_reply(self, mailbox: Mailbox) -> None:
        mailbox.drop(times=1)

        with pytest.raises(ConnectionError):
            client(mailbox).send(mail_to(ADA))
        client(mailbox).send(mail_to(ADA))

        assert mailbox.requests == 2

    @pytest.mark.parametrize(
        ("fault", "shown"),
        [
            (
                {"mode": "status", "status": 429, "times": 3, "retry_after": 1},
                {"mode": "status", "status": 429, "times": 3, "retry_after": 1},
            ),
            (
                {"mode": "hang", "seconds": 30, "times": 2},
                {"mode": "hang", "seconds": 30, "times": 2},
            ),
            ({"mode": "drop", "times": None}, {"mode": "drop", "times": None}),
        ],
    )
    def test_faults_are_set_shown_and_removed_over_http(
        self, mailbox: Mailbox, fault: object, shown: object
    ) -> None:
        url = f"{mailbox.url}/faults"

        assert ask(url).json() == {"faults": None, "requests": 0}
        assert ask(url, "PUT", fault).json() == {"faults": shown, "requests": 0}
        assert ask(url).json()["faults"] == shown
        assert ask(url, "DELETE").status == 204
        assert ask(url).json()["faults"] is None

    @pytest.mark.parametrize(
        "fault",
        [
            [],
            {},
            {"mode": "sleep"},
            {"mode": "status"},
            {"mode": "status", "status": 200},
            {"mode": "status", "status": "503"},
            {"mode": "status", "status": 503, "retry_after": -1},
            {"mode": "hang"},
            {"mode": "hang", "seconds": -1},
            {"mode": "hang", "seconds": True},
            {"mode": "drop", "times": 0},
            {"mode": "drop", "times": 1.5},
            b"not json",
        ],
    )
    def test_a_senseless_fault_is_refused(
        self, mailbox: Mailbox, fault: object
    ) -> None:
        assert ask(f"{mailbox.url}/faults", "PUT", fault).status == 400
        assert ask(f"{mailbox.url}/faults").json()["faults"] is None


class TestPage:
    """GET /: the page for people."""

    def test_its_policy_allows_its_own_script_alone(self, mailbox: Mailbox) -> None:
        reply = ask(f"{mailbox.url}/")
        page = reply.body.decode()

        policy = dict(
            part.split(" ", 1)
            for part in reply.headers["Content-Security-Policy"].split("; ")
        )
        [script] = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == f"'sha256-{digest}'"
        assert policy["img-src"] == "data:"
        assert policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"

    def test_a_mail_is_never_part_of_it(self, mailbox: Mailbox) -> None:
        before = ask(f"{mailbox.url}/").body
        hostile = "</script><script>alert(1)</script>"
        post(mailbox, valid(subject=hostile))

        assert mailbox.messages()[0].subject == hostile
        assert ask(f"{mailbox.url}/").body == before

    def test_it_has_no_way_to_turn_a_mail_into_markup(self, mailbox: Mailbox) -> None:
        page = ask(f"{mailbox.url}/").body.decode()

        [frame] = re.findall(r"<iframe[^>]*>", page)
        assert 'sandbox=""' in frame
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(",
            page,
        )

    def test_it_needs_nothing_from_elsewhere(self, mailbox: Mailbox) -> None:
        page = ask(f"{mailbox.url}/").body.decode()

        assert not re.search(r"<link[^>]*stylesheet|<script[^>]*src=|@import", page)
        assert not re.search(r"/\* \w+\.(css|js) \*/", page)
        addresses = set(re.findall(r"https?://[^'\"\s)]+", page))
        assert addresses <= {"http://www.w3.org/2000/svg"}


class TestStore:
    """--store: mails in a file."""

    def test_mails_outlive_a_restart(self, tmp_path: Path) -> None:
        store = tmp_path / "new" / "mails.jsonl"
        with Mailbox(key=KEY, store=store) as first:
            post(first, valid(attachments=[FILE], custom_args={"job": "7"}))
            post(first, valid(subject="second \u2028 \ud83d\ude00"))
            kept = first.messages()

        with Mailbox(key=KEY, store=store) as second:
            assert second.messages() == kept
            assert kept[1].attachments[0].content == b"hi"
            second.clear()

        with Mailbox(key=KEY, store=store) as third:
            assert third.messages() == []

    def test_a_line_cut_short_is_left_out(self, tmp_path: Path) -> None:
        store = tmp_path / "mails.jsonl"
        with Mailbox(key=KEY, store=store) as first:
            post(first, valid(subject="whole"))
        with store.open("a") as file:
            file.write('{"id": "cut sh')

        with Mailbox(key=KEY, store=store) as second:
            post(second, valid(subject="next"))

        with Mailbox(key=KEY, store=store) as third:
            assert [each.subject for each in third.messages()] == ["next", "whole"]


def run(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "devtools.mailbox", "--key", KEY, *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class TestCommand:
    """python -m devtools.mailbox."""

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_tells_its_address_and_ends_cleanly(
        self, number: signal.Signals
    ) -> None:
        with run("--port", "0") as process:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            status = ask(f"{url}/health").status
            process.send_signal(number)
            output, errors = process.communicate(timeout=5)

        assert status == 200
        assert (process.returncode, output, errors) == (0, "", "")

    def test_a_taken_port_is_told_in_one_line(self, mailbox: Mailbox) -> None:
        with run("--port", mailbox.url.rpartition(":")[2]) as process:
            output, errors = process.communicate(timeout=5)

        assert (process.returncode, output) == (1, "")
        assert errors.startswith("mailbox: 127.0.0.1:")
        assert errors.count("\n") == 1

    def test_requests_are_logged_when_asked_for(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        with Mailbox(key=KEY) as quiet:
            ask(f"{quiet.url}/health")
        assert capfd.readouterr().err == ""

        with Mailbox(key=KEY, verbose=True) as verbose:
            ask(f"{verbose.url}/health")
        assert '"GET /health HTTP/1.1" 200' in capfd.readouterr().err
