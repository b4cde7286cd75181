"""Watches the files whose change restarts the service."""

from collections.abc import Generator
from pathlib import Path
from typing import Self

from watchfiles import Change, DefaultFilter, watch

from devtools.process import ChildError

# How long a call waits for changes. Changes within this time count as one.
_MILLISECONDS = 50
_Changes = Generator[set[tuple[Change, str]], None, None]


class _TopFilter(DefaultFilter):
    """Selects main.py and .env among the files of the top folder.

    Most editors replace a file by a new one of the same name. That would end a watch of
    the file, so the folder is watched.
    """

    def __call__(self, change: Change, path: str) -> bool:
        return Path(path).name in ("main.py", ".env") and super().__call__(change, path)


class Changes:
    """Watches main.py, .env and backend/ within its `with` block."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._watches: list[_Changes] = []

    def __enter__(self) -> Self:
        self._watches = [
            _begin(self._root, _TopFilter(), recursive=False),
            _begin(self._root / "backend", DefaultFilter(), recursive=True),
        ]
        self.seen()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._watches:
            each.close()

    def seen(self) -> bool:
        """Return whether a file has changed since the last call."""
        found = [next(each) for each in self._watches]
        return any(found)


def _begin(folder: Path, filter_: DefaultFilter, *, recursive: bool) -> _Changes:
    changes = watch(
        folder,
        watch_filter=filter_,
        recursive=recursive,
        step=_MILLISECONDS,
        rust_timeout=_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    try:
        next(changes)
    except (RuntimeError, OSError) as error:
        raise ChildError(f"cannot watch {folder} for changes: {error}") from error
    return changes
