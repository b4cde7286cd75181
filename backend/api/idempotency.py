"""Idempotency-Key: a request that is sent again has its effect once.

As in draft-ietf-httpapi-idempotency-key-header. The row of a key is written in the
request's own transaction, so it is there exactly when the effect is. It tells nothing to
who does not have the key: digests, and the reply encrypted under a key made of it.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, TypeVar
from uuid import UUID

from cryptography.fernet import Fernet, MultiFernet
from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from backend.api.deps import SessionDep
from backend.background.records import Exported, Kept
from backend.core import token
from backend.core.callers import caller_id
from backend.core.exceptions import AppException, IdempotencyKeyReused, Replay
from backend.core.in_thread import in_thread
from backend.core.routing import raises
from backend.models import IdempotencyKey, User

# How long a key holds.
_LIFE = timedelta(days=1)

Reply = TypeVar("Reply", bound=BaseModel)

_BY_DIGESTS = select(IdempotencyKey).where(
    col(IdempotencyKey.digest).in_(bindparam("digests", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a key: by whom, for which operation, and what succeeds with."""

    key: str
    user_id: UUID | None
    operation: str
    status: int

    @property
    def digests(self) -> Sequence[bytes]:
        """What the row is found by; the same key of another user is another one.

        A new row is stored under the first.
        """
        return token.keyed_digests(
            "idempotency", self.operation, str(self.user_id), self.key
        )

    def fingerprints(self, content: bytes) -> Sequence[bytes]:
        """Tell requests apart without keeping them: a body may hold a password."""
        return token.keyed_digests("request", self.key, content.hex())

    def cipher(self) -> MultiFernet:
        """What the reply is encrypted with: a reply may hold a token."""
        secrets = token.keyed_digests("reply", self.operation, self.key)
        return MultiFernet([Fernet(urlsafe_b64encode(s)) for s in secrets])


class Once:
    """What an endpoint asks for its reply to be kept, so that it is given again.

    Without a key it does nothing.
    """

    def __init__(self, session: Session, call: Call | None) -> None:
        self._session = session
        self._call = call
        self._content: bytes | None = None

    def check(self, content: bytes) -> None:
        """Give the reply that was kept for this key, if there is one.

        The endpoint of a streamed body calls this with the digest of what it received;
        for other bodies it has been done.

        Raises:
            Replay: the reply to give.
            IdempotencyKeyReused: the key belongs to another request.
        """
        self._content = content
        if self._call is None:
            return
        row = (
            self._session.execute(_BY_DIGESTS, {"digests": self._call.digests})
            .scalars()
            .first()
        )
        if row is not None:
            self._answer(row, self._call, content)

    def check_again(self) -> None:
        """Look whether the same request succeeded beside this one, which failed."""
        if self._content is not None:
            self.check(self._content)

    def keep(self, reply: Reply) -> Reply:
        """Write the reply in the request's transaction, and return it.

        Waits for the same request beside this one. If that succeeds, this one raises
        what `check` raises, which undoes it.
        """
        if self._call is None:
            return reply
        if self._content is None:
            raise RuntimeError("check the content before keeping the reply")
        kept = self._call.cipher().encrypt(reply.model_dump_json().encode())
        row = IdempotencyKey(
            digest=self._call.digests[0],
            fingerprint=self._call.fingerprints(self._content)[0],
            user_id=self._call.user_id,
            status=self._call.status,
            reply=kept,
        )
        # A public route may be sent the token of an account that has gone since.
        caller = (
            select(User.id)
            .where(col(User.id) == row.user_id)
            .with_for_update(read=True, key_share=True)
        )
        values = row.model_dump() | {"user_id": caller.scalar_subquery()}
        statement = insert(IdempotencyKey).values(values)
        written = self._session.execute(
            statement.on_conflict_do_nothing().returning(col(IdempotencyKey.digest))
        )
        if written.first() is None:
            self.check(self._content)
        return reply

    def _answer(self, row: IdempotencyKey, call: Call, content: bytes) -> None:
        if not token.is_one_of(row.fingerprint, call.fingerprints(content)):
            raise IdempotencyKeyReused
        raise Replay(row.status, call.cipher().decrypt(row.reply))


@dataclass(frozen=True, slots=True)
class _KeyedCall:
    call: Call | None
    # None: the endpoint reads the body itself.
    body: bytes | None


async def _keyed_call(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=16,
            max_length=200,
            pattern=r"^[!-~]+$",
            description=(
                "A fresh UUID for each new request. Sent again with the same key and "
                "body, the request has no second effect and gets the same reply."
            ),
        ),
    ] = None,
) -> _KeyedCall:
    if idempotency_key is None:
        return _KeyedCall(None, None)
    call = Call(
        key=idempotency_key,
        user_id=caller_id(request),
        operation=f"{request.method} {request.url.path}",
        status=request.scope["route"].status_code or 200,
    )
    content_type = request.headers.get("content-type", "").lower()
    streamed = content_type.startswith("multipart/")
    return _KeyedCall(call, None if streamed else await request.body())


@in_thread
@raises(IdempotencyKeyReused)
def once(
    session: SessionDep, keyed: Annotated[_KeyedCall, Depends(_keyed_call)]
) -> Iterator[Once]:
    """Give the reply again that was kept for the request's Idempotency-Key.

    The last parameter of an endpoint, so that whoever may not call it gets no reply.
    """
    once = Once(session, keyed.call)
    if keyed.body is not None:
        once.check(keyed.body)
    try:
        yield once
    except AppException:
        session.rollback()
        once.check_again()
        raise


IdempotencyDep = Annotated[Once, Depends(once)]

KEPT = (Kept(IdempotencyKey, lambda now: col(IdempotencyKey.created_at) < now - _LIFE),)
EXPORTED = {
    "idempotency_keys": Exported(IdempotencyKey, "user_id", ("status", "created_at")),
}
