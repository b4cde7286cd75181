"""E-mails to users in their language, and where that language comes from."""

from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import OutboxEmail
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.forgot_password.steps import ask
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    Attempt,
    bearer,
    code_for,
    confirm,
    log_in,
    new_email,
    resend,
    verified,
)
from tests.user.steps import call

CODE, GERMAN_CODE = "Your Sample code", "Ihr Code für Sample"


def begin(client: TestClient, language: str, email: str | None = None) -> Attempt:
    """Sign up with a browser that prefers this language."""
    email = email or new_email()
    reply = client.post(
        f"{API}/users/signup",
        json={"email": email, "password": PASSWORD},
        headers={"Accept-Language": language},
    )
    assert reply.status_code == 202, reply.text
    return Attempt(email, PASSWORD, reply.json()["signup_token"])


def german(client: TestClient) -> Account:
    """Return a verified account that was made in German."""
    attempt = begin(client, "de-AT, de;q=0.9, en;q=0.5")
    auth = confirm(client, attempt, code_for(attempt.email)).json()
    headers = bearer(auth["access_token"])
    return Account(attempt.email, PASSWORD, headers, auth["user"])


def subjects(mailbox: Mailbox, email: str, count: int) -> list[str]:
    """Wait for this many e-mails to an address, and return their subjects in order."""
    return [mail.subject for mail in reversed(mailbox.wait_for(email, count=count))]


def test_a_sign_up_is_in_the_browsers_language_which_becomes_the_accounts(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    attempt = begin(client, "fr, de-AT;q=0.9, en;q=0.8")
    time.advance(minutes=2)
    resend(client, attempt)

    unverified = log_in(client, attempt.email)["user"]
    code = code_for(attempt.email, number=2)
    user = confirm(client, attempt, code).json()["user"]

    assert subjects(mailbox, attempt.email, 2) == [GERMAN_CODE] * 2
    assert (unverified["locale"], user["locale"]) == ("de-AT", "de-AT")


def test_each_sign_up_for_an_address_has_its_own_language(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    mine = begin(client, "de")
    time.advance(minutes=2)
    begin(client, "en", mine.email)
    time.advance(minutes=2)
    resend(client, mine)

    user = confirm(client, mine, code_for(mine.email, number=3)).json()["user"]

    assert subjects(mailbox, mine.email, 3) == [GERMAN_CODE, CODE, GERMAN_CODE]
    assert user["locale"] == "de"


def test_a_stranger_does_not_choose_the_language_of_an_owners_emails(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    owner, stranger = german(client), verified(client)
    time.advance(minutes=2)

    begin(client, "en", owner.email)
    body = {"new_email": owner.email, "password": stranger.password}
    call(client, stranger, "/users/change-email", **body)

    assert sorted(subjects(mailbox, owner.email, 3)[1:]) == [
        "Jemand wollte Ihre E-Mail-Adresse verwenden",
        "Sie haben bereits ein Konto bei Sample",
    ]
    notice = mailbox.wait_for(stranger.email, count=2)[0]
    assert notice.subject == "Your e-mail address is about to change"
    me = client.get(f"{API}/users/me", headers=owner.headers)
    assert me.json()["locale"] == "de-AT"


def test_a_reset_code_is_in_the_language_of_the_account(
    client: TestClient, db: Session, mailbox: Mailbox, time: Time
) -> None:
    owner, unverified, unknown = german(client), begin(client, "de"), new_email()
    time.advance(minutes=2)

    for email in (owner.email, unverified.email, unknown):
        ask(client, email)

    subject = "Ihr Code für ein neues Passwort bei Sample"
    assert subjects(mailbox, owner.email, 2)[1] == subject
    assert subjects(mailbox, unverified.email, 2)[1] == subject
    of_unknown = select(OutboxEmail).where(OutboxEmail.recipient == unknown)
    assert db.exec(of_unknown).one().status == "suppressed"


def test_the_profile_sets_the_language_and_the_zone_of_emails(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    account = verified(client)
    profile = {"locale": "de", "timezone": "Europe/Berlin"}
    client.patch(f"{API}/users/me", json=profile, headers=account.headers)

    body = {"current_password": account.password, "new_password": "a-quiet-orchard"}
    call(client, account, "/users/change-password", **body)

    mail = mailbox.wait_for(account.email, count=2)[0]
    assert mail.subject == "Ihr Passwort wurde geändert"
    assert f" um {time.read():%H}:" not in mail.text
    assert mail.text.count("MEZ") + mail.text.count("MESZ") == 1
