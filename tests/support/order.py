"""In which order the files of the tests run, and which of them with coverage.

Coverage makes a request take half as long again, and stays above 95% without the files
named here: their tests find much, but run few lines that no other test runs. A new file is
measured until it is named here.
"""

from pathlib import Path

_TESTS = Path(__file__).parents[1]
# They start the service or other programs, in whose processes nothing is measured.
_PROGRAMS = {
    "": "example_program live previous_release start start_refusals tracing",
    "devtools": "*",
    "document": "crash live",
    "faults": "*",
    "fuzz": "*",
    "machine": "*",
    "mailbox": "*",
    "outbox": "live",
    "upload": "live",
}
# They send something to every operation, try many values, race, or read the repository.
_REPEATING = {
    "": "architecture docs locks",
    "api": "idempotency",
    "api_token": "attacks scopes",
    "background": "cleanup",
    "book_demo": "export invitation lib mail_bomb notices races slots spam",
    "contract": "*",
    "core": (
        "auth bounded_work constraints database_errors default_limit hashing_queue "
        "hostile_addresses hostile_input keys logging middleware migration_locks migrations monitoring "
        "proxies slow_queries spellings typed_codes understood_limits validation words"
    ),
    "document": (
        "again candidates copied_runs draw links office owners pdf races sandbox search "
        "text"
    ),
    "forgot_password": "forgot_password races strangers",
    "invitation": "attacks",
    "outbox": "senders smtp",
    "session": (
        "known_devices reauthentication security_log security_log_kinds session_limit "
        "sessions"
    ),
    "two_fa": "changes pause recovery_codes",
    "user": (
        "address_owners bcrypt_cost codes languages locks login me passwords_as_typed removal "
        "signup_attempts signup_races undo_email_change"
    ),
}


def turn(path: Path) -> int:
    """Return when a file runs: 0 and with coverage, 1 with its programs, or 2.

    Quick files remain for the end, so that no process of the run works alone for long.
    """
    if _is_named(path, _PROGRAMS):
        return 1
    return 2 if _is_named(path, _REPEATING) else 0


def _is_named(path: Path, named: dict[str, str]) -> bool:
    names = named.get(path.relative_to(_TESTS).parent.name, "")
    return names == "*" or path.stem.removeprefix("test_") in names.split()


def gone() -> list[str]:
    """Return the files and folders that are named and do not exist."""
    paths = [
        _TESTS / folder / ("" if name == "*" else f"test_{name}.py")
        for named in (_PROGRAMS, _REPEATING)
        for folder, names in named.items()
        for name in names.split()
    ]
    return [str(path) for path in paths if not path.exists()]
