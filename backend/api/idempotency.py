"""Idempotency-Key: a request that is sent twice takes effect once.

Follows draft-ietf-httpapi-idempotency-key-header. The key's row is written in the
request's own transaction, so it exists exactly if the effect does. Without the key the
row reveals nothing: it holds digests, and a reply that only the key decrypts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from backend.api.deps import SessionDep
from backend.core import token
from backend.core.callers import caller_id
from backend.core.encryption import Cipher
from backend.core.exceptions import AppException, IdempotencyKeyReused, Replay
from backend.core.in_thread import in_thread
from backend.core.routing import raises
from backend.models import IdempotencyKey, User

Reply = TypeVar("Reply", bound=BaseModel)

_BY_DIGESTS = select(IdempotencyKey).where(
    col(IdempotencyKey.digest).in_(bindparam("digests", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a key: who used it, for which operation, and the status of success."""

    key: str
    user_id: UUID | None
    operation: str
    status: int

    @property
    def digests(self) -> Sequence[bytes]:
        """The digests that find the row. They differ per user and operation.

        A new row is stored under the first one.
        """
        return token.keyed_digests(
            "idempotency", self.operation, str(self.user_id), self.key
        )

    def fingerprints(self, content: bytes) -> Sequence[bytes]:
        """Return digests of the body; the body itself may hold a password."""
        return token.keyed_digests("request", self.key, content.hex())

    def cipher(self) -> Cipher:
        """Return the cipher of the stored reply; a reply may hold a token."""
        return Cipher(token.keyed_digests("reply", self.operation, self.key))


class Once:
    """Stores an endpoint's reply so that a retry gets the same one.

    Does nothing for a request without an Idempotency-Key.
    """

    def __init__(self, session: Session, call: Call | None) -> None:
        self._session = session
        self._call = call
        self._content: bytes | None = None

    def check(self, content: bytes) -> None:
        """Raise the stored reply of this key, if there is one.

        An endpoint that streams its body calls this with the digest of the body. For
        other endpoints the dependency `once` has already called it.

        Raises:
            Replay: carries the stored reply.
            IdempotencyKeyReused: the key was used with a different request.
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
        """Check again after a failure: a parallel retry may have succeeded."""
        if self._content is not None:
            self.check(self._content)

    def keep(self, reply: Reply) -> Reply:
        """Store the reply in the request's transaction, and return it.

        Waits for a parallel request with the same key. If that one commits, this one
        raises what `check` raises and is rolled back.
        """
        if self._call is None:
            return reply
        if self._content is None:
            raise RuntimeError("check the content before keeping the reply")
        encrypted = self._call.cipher().encrypt(reply.model_dump_json().encode())
        row = IdempotencyKey(
            digest=self._call.digests[0],
            fingerprint=self._call.fingerprints(self._content)[0],
            user_id=self._call.user_id,
            status=self._call.status,
            reply=encrypted,
        )
        # On a public route the token's account may have been deleted meanwhile.
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
                "A new UUID for each new request. A retry with the same key and body "
                "has no second effect and gets the same reply."
            ),
        ),
    ] = None,
) -> _KeyedCall:
    if idempotency_key is None:
        return _KeyedCall(None, None)
    call = Call(
        key=idempotency_key,
        user_id=await caller_id(request),
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
    """Return the stored reply of the request's Idempotency-Key, if there is one.

    Must be the endpoint's last parameter, so that callers without permission are
    rejected before the stored reply is read.
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
