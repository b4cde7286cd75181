"""Adds and removes passkeys, and logs in with them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock, links
from backend.core.client import Client
from backend.core.exceptions import InvalidToken
from backend.core.outcome import Outcome
from backend.core.templates import RenderedEmail
from backend.models import Passkey, User
from backend.modules.passkey import ceremonies, challenges, email
from backend.modules.passkey.ceremonies import Credential, Options
from backend.modules.passkey.db import passkey_db
from backend.modules.passkey.exceptions import (
    InvalidPasskey,
    PasskeyExists,
    PasskeyNotFound,
    TooManyPasskeys,
    UnknownPasskey,
)
from backend.modules.session.challenges.challenges import challenge_service
from backend.modules.session.exceptions import DeletionPending
from backend.modules.session.lib import Candidate
from backend.modules.session.security_log.security_log import Kind, security_log_service
from backend.modules.session.session import Login, session_service
from backend.outbox.queue import outbox

AT_MOST = 20


class PasskeyService:
    """The passkeys of accounts."""

    def all_of(self, session: Session, user_id: UUID) -> Sequence[Passkey]:
        """Return the passkeys of an account, the oldest first."""
        return passkey_db.all_of(session, user_id)

    def creation_options(
        self, session: Session, user: User, access: auth.AccessToken
    ) -> tuple[Options, datetime]:
        """Return the options to make a passkey, and until when `add` takes it.

        Raises:
            TooManyPasskeys: the account has AT_MOST passkeys.
        """
        existing = passkey_db.all_of(session, user.id)
        if len(existing) >= AT_MOST:
            raise TooManyPasskeys
        made = challenges.new("passkey-add", access.session_id)
        return (
            ceremonies.creation_options(user, made.token, existing),
            made.expires_at,
        )

    def add(
        self,
        session: Session,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        name: str,
        credential: Credential,
    ) -> Passkey:
        """Store the passkey that a browser has made for this login session.

        Raises:
            InvalidPasskey: it was not made for this challenge, session or web app.
            PasskeyExists: an account has it already.
            TooManyPasskeys: the account has AT_MOST passkeys.
        """
        challenge = ceremonies.challenge_of(credential)
        # The account first: parallel requests count its passkeys one after the other.
        locked = session_service.lock_account(session, user.id)
        if locked is None:
            raise InvalidToken
        challenges.spend(session, challenge, "passkey-add", access.session_id)
        made = ceremonies.verify_new(credential, challenge)
        if len(passkey_db.all_of(session, user.id)) >= AT_MOST:
            raise TooManyPasskeys
        passkey = Passkey(
            user_id=user.id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=" ".join(credential["response"].get("transports", [])),
            name=name,
            is_synced=made.is_synced,
        )
        if not passkey_db.add(session, passkey):
            raise PasskeyExists
        security_log_service.record_own(session, "passkey_added", access, client)
        notice = email.added(locked.reader, client, clock.now(), name=name)
        self._mail(session, locked, notice)
        return passkey

    def rename(
        self, session: Session, user_id: UUID, passkey_id: UUID, *, name: str
    ) -> Passkey:
        """Change the name of a passkey, or raise PasskeyNotFound."""
        renamed = passkey_db.rename(session, passkey_id, user_id=user_id, name=name)
        if renamed is None:
            raise PasskeyNotFound
        return renamed

    def remove(
        self,
        session: Session,
        access: auth.AccessToken,
        client: Client,
        passkey_id: UUID,
    ) -> None:
        """Delete a passkey, or raise PasskeyNotFound.

        It is never the last way in: each account can get a new password by e-mail.
        """
        locked = session_service.lock_account(session, access.user_id)
        found = passkey_db.remove(session, passkey_id, user_id=access.user_id)
        if locked is None or not found:
            raise PasskeyNotFound
        security_log_service.record_own(session, "passkey_removed", access, client)
        self._mail(session, locked, email.removed(locked.reader, client, clock.now()))

    def remove_since(
        self, session: Session, user_id: UUID, client: Client, *, since: datetime
    ) -> None:
        """Delete the passkeys that a stranger may have added to a locked account."""
        for _ in passkey_db.remove_since(session, user_id, since=since):
            security_log_service.record(
                session, "passkey_removed", user_id=user_id, client=client
            )

    def login_options(self) -> tuple[Options, datetime]:
        """Return the options to log in with any passkey, and until when they work."""
        made = challenges.new("passkey-login")
        return ceremonies.request_options(made.token), made.expires_at

    def log_in(
        self, session: Session, client: Client, *, credential: Credential
    ) -> Outcome[Login]:
        """Open a login session for the owner of a passkey. It counts as both factors.

        Raises:
            UnknownPasskey: no account has this credential.
            InvalidPasskey: the answer cannot be read, or its challenge is not ours.
        """
        challenge = ceremonies.challenge_of(credential)
        found = self._found(session, credential)
        candidate = session_service.lock(session, found.user_id, client)
        challenges.spend(session, challenge, "passkey-login")
        handle = credential["response"].get("userHandle")
        is_own = handle == links.encoded(found.user_id.bytes)
        if candidate is None or not candidate.user.is_active or not is_own:
            return self._refuse(session, found, client, "login_failed")
        refused = self._check(session, candidate, client, credential, challenge)
        if refused:
            return refused
        user = candidate.user
        if user.delete_at is not None:
            return Outcome(DeletionPending())
        return Outcome(session_service.open_proved(session, candidate, client))

    def factor_options(
        self, session: Session, pending: auth.AccessToken
    ) -> tuple[Options, datetime]:
        """Return the options to answer a pending login with one of its passkeys.

        Raises:
            PasskeyNotFound: the account has none.
        """
        allowed = passkey_db.all_of(session, pending.user_id)
        if not allowed:
            raise PasskeyNotFound
        made = challenges.new("passkey-factor", pending.session_id)
        return ceremonies.request_options(made.token, allowed), made.expires_at

    def answer(
        self,
        session: Session,
        pending: auth.AccessToken,
        client: Client,
        *,
        credential: Credential,
        trust_device: bool,
    ) -> Outcome[Login]:
        """Complete the login of a pending token with a passkey of its account.

        Raises:
            InvalidToken: the pending login is over or has no attempts left, or the
                account is disabled or will be deleted.
            UnknownPasskey, InvalidPasskey: as for `log_in`.
        """
        challenge = ceremonies.challenge_of(credential)
        candidate = session_service.lock(session, pending.user_id, client)
        if candidate is None or not candidate.user.is_active:
            raise InvalidToken
        if candidate.user.delete_at is not None:
            raise InvalidToken
        challenge_service.spend_try(session, pending)
        challenges.spend(session, challenge, "passkey-factor", pending.session_id)
        refused = self._check(session, candidate, client, credential, challenge)
        if refused:
            return refused
        challenge_service.answer(session, pending)
        return Outcome(
            session_service.open_proved(
                session, candidate, client, trust_device=trust_device
            )
        )

    def _check(
        self,
        session: Session,
        candidate: Candidate,
        client: Client,
        credential: Credential,
        challenge: str,
    ) -> Outcome[Login] | None:
        """Check an answer for a locked account; return the refusal, or None."""
        user = candidate.user
        passkey = self._found(session, credential)
        if passkey.user_id != user.id:
            return self._refuse(session, passkey, client, "passkey_failed")
        try:
            count = ceremonies.verify_answer(credential, challenge, passkey)
        except InvalidPasskey:
            return self._refuse(session, passkey, client, "passkey_failed")
        # WebAuthn, section 6.1.1: a counter that does not grow means that somebody has
        # a copy of the key. Synchronised passkeys have no counter: theirs is 0.
        if passkey.sign_count > 0 and count <= passkey.sign_count:
            notice = email.copied(user.reader, client, clock.now(), name=passkey.name)
            self._mail(session, user, notice)
            return self._refuse(session, passkey, client, "passkey_copied")
        passkey_db.use(session, passkey.id, sign_count=count, now=clock.now())
        return None

    def _found(self, session: Session, credential: Credential) -> Passkey:
        try:
            credential_id = links.decoded(credential["rawId"])
        except ValueError:
            raise InvalidPasskey from None
        found = passkey_db.by_credential(session, credential_id)
        if found is None:
            raise UnknownPasskey
        return found

    def _refuse(
        self, session: Session, passkey: Passkey, client: Client, kind: Kind
    ) -> Outcome[Login]:
        security_log_service.record(
            session, kind, user_id=passkey.user_id, client=client
        )
        return Outcome(InvalidPasskey())

    def _mail(self, session: Session, user: User, mail: RenderedEmail) -> None:
        outbox.add(session, recipient=user.email, email=mail, user_id=user.id)


passkey_service = PasskeyService()
