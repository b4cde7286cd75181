"""The mailbox shows its e-mails in a page and over HTTP, and can store them."""

import base64
import hashlib
import re
import threading
from pathlib import Path

import pytest

from devtools.mailbox import Mailbox, MailNotFoundError
from tests.mailbox.calls import ADA, BOB, FILE, KEY, ask, client, mail_to, post, valid


class TestReading:
    """GET and DELETE /messages, and the same in Python."""

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

    def test_waiting_ends_when_the_mail_arrives(self, mailbox: Mailbox) -> None:
        sender = threading.Timer(0.1, client(mailbox).send, [mail_to(ADA)])
        sender.start()

        [message] = mailbox.wait_for("Ada@Example.com")

        sender.join()
        assert message.to == ADA

    def test_a_failed_wait_names_the_mails_that_arrived(self, mailbox: Mailbox) -> None:
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


class TestPage:
    """GET /: the page in a browser."""

    def test_its_policy_allows_only_its_own_script(self, mailbox: Mailbox) -> None:
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

    def test_the_page_contains_no_mail(self, mailbox: Mailbox) -> None:
        before = ask(f"{mailbox.url}/").body
        hostile = "</script><script>alert(1)</script>"
        post(mailbox, valid(subject=hostile))

        assert mailbox.messages()[0].subject == hostile
        assert ask(f"{mailbox.url}/").body == before

    def test_the_page_cannot_turn_a_mail_into_markup(self, mailbox: Mailbox) -> None:
        page = ask(f"{mailbox.url}/").body.decode()

        [frame] = re.findall(r"<iframe[^>]*>", page)
        assert 'sandbox=""' in frame
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(",
            page,
        )

    def test_the_page_loads_nothing_from_other_hosts(self, mailbox: Mailbox) -> None:
        page = ask(f"{mailbox.url}/").body.decode()

        assert not re.search(r"<link[^>]*stylesheet|<script[^>]*src=|@import", page)
        assert not re.search(r"/\* \w+\.(css|js) \*/", page)
        addresses = set(re.findall(r"https?://[^'\"\s)]+", page))
        assert addresses <= {"http://www.w3.org/2000/svg"}


class TestStore:
    """--store: e-mails in a file."""

    def test_mails_survive_a_restart(self, tmp_path: Path) -> None:
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

    def test_a_truncated_line_is_skipped(self, tmp_path: Path) -> None:
        store = tmp_path / "mails.jsonl"
        with Mailbox(key=KEY, store=store) as first:
            post(first, valid(subject="whole"))
        with store.open("a") as file:
            file.write('{"id": "cut sh')

        with Mailbox(key=KEY, store=store) as second:
            post(second, valid(subject="next"))

        with Mailbox(key=KEY, store=store) as third:
            assert [each.subject for each in third.messages()] == ["next", "whole"]
