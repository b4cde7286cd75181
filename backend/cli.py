"""Administration from a terminal: `python -m backend.cli --help`.

Each command is one transaction. Exit code 0 is success, 1 a refusal with its reason on
standard error, 2 a wrong command line. `--json` prints for programs.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from backend import cleanup as cleaning
from backend import outbox
from backend.core.database import engine
from backend.core.exceptions import AppException
from backend.core.validation import canonical_email
from backend.models import User
from backend.modules.document import reconcile as reconciling
from backend.modules.two_fa.two_fa import two_fa_service
from backend.modules.user import admin
from backend.modules.user.lib import Filters

app = typer.Typer(
    help="Administer Sample.", no_args_is_help=True, pretty_exceptions_enable=False
)
outbox_app = typer.Typer(help="The queue of e-mails.", no_args_is_help=True)
app.add_typer(outbox_app, name="outbox")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Email = Annotated[str, typer.Argument(help="The address of the account.")]


@contextmanager
def _transaction() -> Iterator[Session]:
    """Commit at the end; say why in one line, and exit 1, when that cannot be."""
    try:
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
    except AppException as error:
        _refuse(error.message)
    except ValueError as error:
        _refuse(str(error))
    except OperationalError:
        _refuse("The database does not answer.")


def _refuse(reason: str) -> None:
    typer.echo(reason, err=True)
    raise typer.Exit(1)


def _print(values: Any, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(values, default=str))
        return
    for row in values if isinstance(values, list) else [values]:
        typer.echo("  ".join(f"{key}={value}" for key, value in row.items()))


def _describe(user: User) -> dict[str, Any]:
    return {
        "id": str(user.id),
        "email": user.email,
        "verified": user.is_verified,
        "active": user.is_active,
        "admin": user.is_admin,
        "created_at": user.created_at.isoformat(),
    }


@app.command()
def create_admin(
    email: Email,
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            confirmation_prompt=True,
            hide_input=True,
            envvar="SAMPLE_ADMIN_PASSWORD",
            help="Asked for when it is not given.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Create a verified administrator."""
    with _transaction() as session:
        user = admin.create(session, email=canonical_email(email), secret=password)
    _print(_describe(user), as_json=as_json)


@app.command()
def promote(email: Email, as_json: AsJson = False) -> None:
    """Make an account an administrator."""
    with _transaction() as session:
        user = admin.promote(session, email=canonical_email(email))
    _print(_describe(user), as_json=as_json)


@app.command()
def list_users(
    search: Annotated[str | None, typer.Option(help="Part of address or name.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
) -> None:
    """List accounts, the newest first."""
    with _transaction() as session:
        filters = Filters(search=search)
        page = admin.page(session, filters, sort="newest", cursor=None, limit=limit)
    _print([_describe(user) for user in page.items], as_json=as_json)


@app.command()
def cleanup(as_json: AsJson = False) -> None:
    """Delete what is older than RETENTION_DAYS, as the worker does every hour."""
    with _transaction() as session:
        deleted = cleaning.run(session)
    _print(dict(deleted), as_json=as_json)


@app.command()
def rotate_two_fa_keys(as_json: AsJson = False) -> None:
    """Store the secrets of authenticator apps under the first encryption key."""
    with _transaction() as session:
        rotated = two_fa_service.rotate_keys(session)
    _print({"rotated": rotated}, as_json=as_json)


@app.command()
def openapi(
    file: Annotated[Path, typer.Argument(help="Where to.")] = Path("openapi.json"),
) -> None:
    """Write the specification of the API as this environment configures it."""
    # The application stands above this module.
    from main import app as service

    text = json.dumps(service.openapi(), indent=2, sort_keys=True, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


@app.command()
def reconcile(
    dry_run: Annotated[bool, typer.Option(help="Only tell what is found.")] = False,
    force: Annotated[bool, typer.Option(help="Also when much is missing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find stored files without a row and rows without a file, and mend both."""
    with _transaction() as session:
        findings = reconciling.find(session)
        if not dry_run:
            reconciling.mend(session, findings, force=force)
    _print(
        {
            "files": findings.files,
            "files_without_row": len(findings.without_row),
            "rows_without_file": len(findings.without_file),
            "mended": not dry_run,
        },
        as_json=as_json,
    )


@outbox_app.command("status")
def outbox_status(as_json: AsJson = False) -> None:
    """Count the e-mails of each status."""
    with _transaction() as session:
        counts = outbox.count_by_status(session)
    _print(dict(counts), as_json=as_json)


@outbox_app.command("retry")
def outbox_retry(as_json: AsJson = False) -> None:
    """Try all dead letters again."""
    with _transaction() as session:
        retried = outbox.retry_dead(session)
    _print({"retried": retried}, as_json=as_json)


if __name__ == "__main__":
    app()
