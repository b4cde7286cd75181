"""The running service sends by SMTP, with TLS and a login."""

from devtools.mailbox import Mailbox, SmtpOptions
from tests.support.accounts import PASSWORD, new_email
from tests.support.environment import ROOT
from tests.support.live import Live, http

CERTIFICATE = ROOT / "tests/data/localhost.pem"
SMTP_PASSWORD = "smtp-canary-1a2b3c"


def test_a_code_arrives_by_smtp_once_the_login_is_right(no_worker: None) -> None:
    smtp = SmtpOptions(login=("app", SMTP_PASSWORD), certificate=CERTIFICATE)
    with Mailbox(key="unused", smtp=smtp) as box:
        url = f"smtp://app:{SMTP_PASSWORD}@localhost:{box.smtp_port}"
        service = Live(
            EMAIL_URL=url,
            SENDGRID_API_KEY="",
            SENDGRID_HOST="",
            SENDGRID_FROM_EMAIL="Sample Team <noreply@example.com>",
            SSL_CERT_FILE=str(CERTIFICATE),
            RUN_WORKER="true",
        )
        with service as live:
            box.reply("AUTH", 535, times=2)  # smtplib tries PLAIN, then LOGIN
            body = {"email": new_email(), "password": PASSWORD}
            signup = http.post(f"{live.url}/users/signup", json=body, timeout=30)
            [message] = box.wait_for(body["email"], timeout=30)
            body = {"signup_token": signup.json()["signup_token"], "code": message.code}
            verified = http.post(f"{live.url}/users/verify-signup", json=body)
            log = live.stop()

    assert verified.status_code == 200
    assert (message.via, message.sender_name) == ("smtp", "Sample Team")
    assert "the SMTP server answered 535 5.0.0 to AUTH" in log
    assert SMTP_PASSWORD not in log
