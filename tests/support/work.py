"""Counts the work of a request, in tests where its duration would reveal a secret."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import bcrypt
import pytest
from sqlalchemy import event

from backend.core.database import engine

Hash = Callable[[bytes, bytes], bytes | bool]


@dataclass
class Count:
    """The work that was counted."""

    statements: list[str] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)

    @property
    def hashes(self) -> int:
        """Return how many bcrypt hashes were computed."""
        return len(self.costs)

    @property
    def writes(self) -> list[str]:
        """Return the first three words of each statement that writes."""
        words = [" ".join(s.split()[:3]) for s in self.statements]
        return [w for w in words if not w.startswith("SELECT ")]


class Work:
    """Counts statements on the app's engine, and bcrypt hashes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._count = Count()
        for name in ("hashpw", "checkpw"):
            monkeypatch.setattr(bcrypt, name, self._hashing(getattr(bcrypt, name)))

    def _hashing(self, function: Hash) -> Hash:
        def counting(left: bytes, right: bytes) -> bytes | bool:
            # A salt and a hash both start with their cost.
            self._count.costs.append(int(right.split(b"$")[2]))
            return function(left, right)

        return counting

    def _note(self, _c: object, _cur: object, statement: str, *_: object) -> None:
        self._count.statements.append(statement)

    @contextmanager
    def counted(self) -> Iterator[Count]:
        """Count the work inside the block."""
        self._count = count = Count()
        event.listen(engine, "before_cursor_execute", self._note)
        try:
            yield count
        finally:
            event.remove(engine, "before_cursor_execute", self._note)
