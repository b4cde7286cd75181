"""The actions of batches, and what becomes of each document."""

from dataclasses import dataclass
from typing import Literal

ActionName = Literal["trash", "restore", "tag", "purge"]
Outcome = Literal["done", "unchanged", "not_found", "changed", "too_many_tags"]
BatchState = Literal["running", "done", "cancelled", "failed"]

MAX_IDS = 500
# Documents in one batch of a filter, and in one piece of its work.
MAX_MATCHES = 20_000
PIECE = 100


@dataclass(frozen=True, slots=True)
class Action:
    """What to do with each document. Tags are removed first, then added."""

    name: ActionName
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()

    def tags_after(self, tags: list[str]) -> list[str]:
        """Return the tags of a document after this action, without duplicates."""
        kept = [tag for tag in tags if tag not in self.remove_tags]
        return list(dict.fromkeys([*kept, *self.add_tags]))
