"""Queries on bookings and on the availability. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from backend.core.names import named
from backend.core.pagination import Position, in_order
from backend.models import DemoAvailability, DemoBooking, User
from backend.modules.book_demo.lib import BookingFilters
from backend.tables.demos import TAKES_TIME

_AVAILABILITY = select(DemoAvailability)
# A literal condition: with a parameter the planner would not use the partial index.
_TAKEN = (
    select(col(DemoBooking.starts_at), col(DemoBooking.free_at))
    .where(
        col(DemoBooking.blocked).op("&&")(
            func.tstzrange(bindparam("begin"), bindparam("end"))
        ),
        text(TAKES_TIME),
    )
    .order_by(col(DemoBooking.starts_at))
)
_OWNER = select(col(User.id)).where(
    col(User.email) == bindparam("email"), col(User.email_verified_at).is_not(None)
)
_BY_DIGESTS = select(DemoBooking).where(
    col(DemoBooking.manage_digest).in_(bindparam("digests", expanding=True))
)


class BookingDB:
    """Bookings, and the availability: the one row that says when they can be made."""

    def availability(self, session: Session) -> DemoAvailability:
        """Return when demos can be booked."""
        row: DemoAvailability = session.execute(_AVAILABILITY).scalars().one()
        return row

    def lock_availability(self, session: Session) -> DemoAvailability:
        """Return the availability, locked, so that only one booking is made at a time.

        The exclusion constraint alone would prevent overlaps, but two transactions that
        insert overlapping bookings at the same time would deadlock.
        """
        locked = _AVAILABILITY.with_for_update()
        row: DemoAvailability = session.execute(locked).scalars().one()
        return row

    def taken(
        self, session: Session, *, begin: datetime, end: datetime
    ) -> list[tuple[datetime, datetime]]:
        """Return the taken times as (start, end of the buffer), ascending."""
        rows = session.execute(_TAKEN, {"begin": begin, "end": end})
        return [(start, free) for start, free in rows]

    def save(self, session: Session, booking: DemoBooking) -> bool:
        """Store a booking; return False if its time is taken.

        After False the caller must roll back.
        """
        try:
            session.add(booking)
            session.flush()
        except IntegrityError as error:
            constraint = getattr(error.orig, "diag", None)
            if getattr(constraint, "constraint_name", "") != "ex_demo_bookings_blocked":
                raise
            return False
        return True

    def by_digests(
        self, session: Session, digests: Sequence[bytes]
    ) -> DemoBooking | None:
        """Return the booking of a token, or None."""
        return session.execute(_BY_DIGESTS, {"digests": digests}).scalars().first()

    def lock_by_digests(
        self, session: Session, digests: Sequence[bytes]
    ) -> DemoBooking | None:
        """Lock and return the booking of a token, or None."""
        locked = _BY_DIGESTS.with_for_update()
        return session.execute(locked, {"digests": digests}).scalars().first()

    def get(self, session: Session, booking_id: UUID) -> DemoBooking | None:
        """Return a booking, or None."""
        return session.get(DemoBooking, booking_id)

    def lock(self, session: Session, booking_id: UUID) -> DemoBooking | None:
        """Lock and return a booking, or None."""
        return session.get(DemoBooking, booking_id, with_for_update=True)

    def owner_of_address(self, session: Session, email: str) -> UUID | None:
        """Return the id of the account that has confirmed this address, or None."""
        return session.execute(_OWNER, {"email": email}).scalars().first()

    def set_user(self, session: Session, user_id: UUID, *, email: str) -> None:
        """Assign the bookings of an address that have no user yet to this user."""
        session.execute(
            update(DemoBooking)
            .where(col(DemoBooking.email) == email, col(DemoBooking.user_id).is_(None))
            .values(user_id=user_id)
            .execution_options(synchronize_session=False)
        )

    def of_user(
        self,
        session: Session,
        user_id: UUID,
        *,
        email: str,
        after: UUID | None,
        limit: int,
    ) -> Sequence[DemoBooking]:
        """Return the user's bookings and those of the address without a user, by id."""
        statement = select(DemoBooking).where(_belongs_to(user_id, email))
        if after is not None:
            statement = statement.where(col(DemoBooking.id) > after)
        statement = statement.order_by(col(DemoBooking.id)).limit(limit)
        return session.execute(statement).scalars().all()

    def next_of_user(
        self, session: Session, user_id: UUID, *, email: str, now: datetime
    ) -> DemoBooking | None:
        """Return the first confirmed demo of `of_user` that has not ended, or None."""
        statement = (
            select(DemoBooking)
            .where(
                _belongs_to(user_id, email),
                col(DemoBooking.status) == "confirmed",
                col(DemoBooking.ends_at) > now,
            )
            .order_by(col(DemoBooking.starts_at))
            .limit(1)
        )
        return session.execute(statement).scalars().first()

    def mails_since(
        self, session: Session, email: str, since: datetime
    ) -> tuple[int, datetime | None]:
        """Return an upper bound of the e-mails an address got, and the earliest change.

        Each booking and each change of it sends one e-mail. A booking last changed
        before `since` is not counted. Of any other booking all e-mails are counted,
        even older ones.
        """
        statement = select(
            func.coalesce(func.sum(col(DemoBooking.sequence) + 1), 0),
            func.min(col(DemoBooking.updated_at)),
        ).where(col(DemoBooking.email) == email, col(DemoBooking.updated_at) > since)
        number, first = session.execute(statement).one()
        return number, first

    def count_confirmed(self, session: Session, *, after: datetime) -> int:
        """Return how many confirmed demos begin after this time."""
        statement = select(func.count()).where(
            col(DemoBooking.status) == "confirmed", col(DemoBooking.starts_at) > after
        )
        return int(session.execute(statement).scalar_one())

    def page(
        self,
        session: Session,
        filters: BookingFilters,
        *,
        after: Position | None,
        down: bool,
        limit: int,
    ) -> Sequence[DemoBooking]:
        """Return bookings after a position, by their start, `down` or ascending."""
        statement = in_order(
            _filtered(filters),
            col(DemoBooking.starts_at),
            col(DemoBooking.id),
            after=after,
            down=down,
        )
        return session.execute(statement.limit(limit)).scalars().all()


def _belongs_to(user_id: UUID, email: str) -> ColumnElement[bool]:
    unassigned = and_(
        col(DemoBooking.user_id).is_(None), col(DemoBooking.email) == email
    )
    return or_(col(DemoBooking.user_id) == user_id, unassigned)


def _filtered(filters: BookingFilters) -> Select[DemoBooking]:
    statement = select(DemoBooking)
    starts_at = col(DemoBooking.starts_at)
    if filters.status is not None:
        statement = statement.where(col(DemoBooking.status) == filters.status)
    if filters.starts_from is not None:
        statement = statement.where(starts_at >= filters.starts_from)
    if filters.starts_before is not None:
        statement = statement.where(starts_at < filters.starts_before)
    if filters.search:
        columns = (DemoBooking.name, DemoBooking.email, DemoBooking.company)
        statement = statement.where(named(filters.search, *map(col, columns)))
    return statement


booking_db = BookingDB()
