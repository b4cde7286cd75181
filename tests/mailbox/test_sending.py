"""The mailbox treats the real sendgrid package as SendGrid does."""

import base64

import pytest
from python_http_client.exceptions import BadRequestsError, UnauthorizedError
from sendgrid.helpers.mail import Attachment, CustomArg, Header

from devtools.mailbox import Mailbox
from tests.mailbox.calls import ADA, BOB, ask, client, mail_to, post, valid


class TestSending:
    """POST /v3/mail/send, with SendGrid's replies."""

    def test_a_mail_of_the_real_package_arrives(self, mailbox: Mailbox) -> None:
        reply = client(mailbox).send(mail_to(ADA))

        [message] = mailbox.messages()
        assert (reply.status_code, reply.body) == (202, b"")
        assert reply.headers["X-Message-Id"] == message.id
        assert (message.to, message.subject) == (ADA, "Your code")
        assert (message.sender, message.sender_name) == ("app@example.com", "Sample")
        assert message.text == "Your code is 123456."
        assert message.html == "<p>Your code is 123456.</p>"
        assert message.code == "123456"

    def test_headers_arguments_and_attachments_are_stored(
        self, mailbox: Mailbox
    ) -> None:
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

        [error] = refused.value.to_dict["errors"]
        assert set(error) == {"message", "field", "help"}
        assert error["field"] is None
        assert mailbox.messages() == []

    def test_a_validation_error_reaches_the_real_package(
        self, mailbox: Mailbox
    ) -> None:
        mail = mail_to(ADA).get() | {"from": {"email": "nobody"}}

        with pytest.raises(BadRequestsError) as refused:
            client(mailbox).send(mail)

        [error] = refused.value.to_dict["errors"]
        assert error["field"] == "from.email"
        assert error["message"]

    def test_a_body_that_is_not_json_is_refused(self, mailbox: Mailbox) -> None:
        wrong_type = post(mailbox, b"to=ada", Content_Type="text/plain")

        assert wrong_type.status == 415
        [(field, _)] = wrong_type.errors()
        assert field is None
        for body in (b"", b"{", b"[]", b"\xff", b"[" * 100_000):
            reply = post(mailbox, body)
            [(field, message)] = reply.errors()
            assert (reply.status, field) == (400, None)
            assert message

    def test_more_than_30_megabytes_are_refused(self, mailbox: Mailbox) -> None:
        reply = post(mailbox, b" " * (30 * 1024 * 1024 + 1))

        assert reply.status == 413
        [(field, _)] = reply.errors()
        assert field is None
