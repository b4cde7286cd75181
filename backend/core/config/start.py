"""Builds the settings, or ends the process with one message about all faults."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from backend.core.config.model import Settings
from backend.core.config.rules import Fault, broken_rules


def load(environment: Mapping[str, str], *, by_run_py: bool = False) -> Settings:
    """Return the settings, or exit with a message that names every faulty variable.

    `by_run_py` accepts the values that only run.py understands, such as `embedded`.
    """
    valid: dict[str, Any] = {}
    settings, faults = _validate(environment, valid)
    faults += broken_rules(valid, by_run_py=by_run_py)
    if faults or settings is None:
        lines = dict.fromkeys(f"  {name}: {message}" for name, message in faults)
        raise SystemExit(
            "Cannot start: environment variables are missing or invalid.\n"
            + "\n".join(lines)
            + "\nSee .env.example for what each variable means."
        )
    return settings


def _validate(
    environment: Mapping[str, str], valid: dict[str, Any]
) -> tuple[Settings | None, list[Fault]]:
    """Return the settings or the faults, and put every valid value into `valid`."""
    try:
        return Settings.model_validate(dict(environment), context=valid), []
    except ValidationError as error:
        # The error is not raised further, because it keeps the values.
        found = error.errors(include_input=False, include_url=False)
    faults = []
    for fault in found:
        missing = fault["type"] == "missing"
        message = fault["msg"].removeprefix("Value error, ")
        faults.append((str(fault["loc"][0]), "missing" if missing else message))
    return None, faults
