"""The queue of stored files to delete, with several processes at work."""

from sqlmodel import Session

from backend.core import clock
from backend.models import StoredFileDeletion
from backend.modules.document.files.deletions import stored_file_service
from tests import fixtures
from tests.fixtures import Time
from tests.support.racing import at_once


def test_no_two_processes_have_the_same_file_to_delete_until_a_lease_ends(
    db: Session, time: Time
) -> None:
    names = {f"ab/{number}" for number in range(40)}
    due_at = clock.now()
    db.add_all(StoredFileDeletion(name=name, due_at=due_at) for name in names)
    db.commit()

    def claim(_: int) -> dict[str, int]:
        with Session(fixtures.engine) as session:
            claimed = dict(stored_file_service.claim(session, limit=20))
            session.commit()  # and then the process is killed
            return claimed

    def claimed_by_four() -> list[tuple[str, int]]:
        return [pair for found in at_once(4, claim) for pair in found.items()]

    def rest() -> list[tuple[str, int]]:
        return [pair for _ in range(3) for pair in claim(0).items()]

    first = claimed_by_four() + rest()
    meanwhile = claimed_by_four()
    time.advance(minutes=10, seconds=1)
    second = claimed_by_four() + rest()

    assert sorted(first) == sorted((name, 1) for name in names)
    assert meanwhile == []
    assert sorted(second) == sorted((name, 2) for name in names)
