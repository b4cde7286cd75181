"""What the commands of the command line share: transactions, refusals and output."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from backend.core.database import engine
from backend.core.exceptions import AppException

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@contextmanager
def transaction(engine: Engine = engine) -> Iterator[Session]:
    """Commit at the end; on an error print its reason in one line and exit with 1."""
    try:
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
    except AppException as error:
        refuse(error.message)
    except ValueError as error:
        refuse(str(error))
    except OperationalError:
        refuse("The database does not answer.")


def refuse(reason: str) -> NoReturn:
    """Print a reason on standard error and exit with 1."""
    click.echo(reason, err=True)
    sys.exit(1)


def print_rows(values: Any, *, as_json: bool) -> None:
    """Print one or several mappings, as JSON or a line each."""
    if as_json:
        click.echo(json.dumps(values, default=str))
        return
    for row in values if isinstance(values, list) else [values]:
        click.echo("  ".join(f"{key}={value}" for key, value in row.items()))
