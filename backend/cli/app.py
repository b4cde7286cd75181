"""Administration from a terminal: `python -m backend.cli --help`.

Each command is one transaction, unless its help says otherwise. Exit code 0 means
success, 1 a refusal with its reason on standard error, and 2 a wrong command line.
`--json` prints JSON for programs.
"""

import json
from pathlib import Path
from typing import Any

import click

from backend.background import cleanup as cleaning
from backend.cli.jobs import jobs
from backend.cli.terminal import as_json, print_rows, refuse, transaction
from backend.core import clock
from backend.core.config import settings
from backend.core.database import new_engine
from backend.core.spelling import canonical_email
from backend.models import User
from backend.modules import registry
from backend.modules.document.files.reconcile import reconcile_service
from backend.modules.two_fa import rotation
from backend.modules.user.admin.admin import admin_service
from backend.modules.user.lib import Filters
from backend.outbox.queue import outbox


@click.group(context_settings={"max_content_width": 100})
def app() -> None:
    """Administer Sample."""


app.add_command(jobs)


@app.group("outbox")
def outbox_commands() -> None:
    """Inspect and retry the queue of e-mails."""


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
@click.argument("email")
@click.option(
    "--password",
    prompt=True,
    confirmation_prompt=True,
    hide_input=True,
    envvar="SAMPLE_ADMIN_PASSWORD",
    help="Prompted for if omitted.",
)
@as_json
def create_admin(email: str, password: str, as_json: bool) -> None:
    """Create a verified administrator."""
    with transaction() as session:
        user = admin_service.create(
            session, email=canonical_email(email), password=password
        )
    print_rows(_describe(user), as_json=as_json)


@app.command()
@click.argument("email")
@as_json
def promote(email: str, as_json: bool) -> None:
    """Make an account an administrator."""
    with transaction() as session:
        user = admin_service.promote(session, email=canonical_email(email))
    print_rows(_describe(user), as_json=as_json)


@app.command()
@click.option("--search", help="Part of the e-mail address or name.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@as_json
def list_users(search: str | None, limit: int, as_json: bool) -> None:
    """List accounts, newest first."""
    with transaction() as session:
        filters = Filters(search=search)
        page = admin_service.page(
            session, filters, sort="newest", cursor=None, limit=limit
        )
    print_rows([_describe(account.user) for account in page.items], as_json=as_json)


@app.command()
@as_json
def cleanup(as_json: bool) -> None:
    """Delete expired rows now, as the worker does every hour."""
    patient = new_engine(
        pool_size=1,
        application_name=f"{settings.APP_NAME} cleanup",
        timeout_seconds=cleaning.STATEMENT_SECONDS,
    )
    with transaction(patient) as session:
        deleted = cleaning.run(session, registry.kept())
    patient.dispose()
    print_rows(dict(deleted), as_json=as_json)


@app.command()
@as_json
def rotate_two_fa_keys(as_json: bool) -> None:
    """Re-encrypt the secrets of authenticator apps with the first encryption key.

    Each batch of 200 secrets is one transaction, so that logins hardly wait. You can
    repeat a run that was stopped.
    """
    rotated = unreadable = 0
    last = None
    while True:
        with transaction() as session:
            batch = rotation.rotate_batch(session, after=last)
        rotated += batch.count
        unreadable += batch.unreadable
        last = batch.last
        if last is None:
            break
    print_rows({"rotated": rotated}, as_json=as_json)
    if unreadable:
        refuse(
            f"Unreadable secrets: {unreadable}. TWO_FA_ENCRYPTION_KEYS lacks their key."
        )


@app.command()
def check() -> None:
    """Check that the servers of the settings work; leave nothing changed.

    The database must answer, allow the extensions and be migrated, Redis must answer,
    files must be writable, and the providers of OIDC_PROVIDERS must describe themselves.
    """
    # Imported here: no other command needs the client of Redis and FastAPI.
    from backend.cli import checks

    found = list(checks.problems())
    if found:
        refuse("\n".join(found))
    click.echo("Database, Redis, storage and providers work.")


@app.command()
@click.argument("file", type=click.Path(path_type=Path), default="openapi.json")
def openapi(file: Path) -> None:
    """Write the OpenAPI specification for this environment's settings to FILE.

    FILE is openapi.json by default.
    """
    # Imported here: `main` is the layer above, and no other command needs it.
    from main import app as service

    text = json.dumps(service.openapi(), indent=2, sort_keys=True, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


@app.command()
@click.option("--dry-run", is_flag=True, help="Report only; change nothing.")
@click.option("--force", is_flag=True, help="Proceed even if many files are missing.")
@as_json
def reconcile(dry_run: bool, force: bool, as_json: bool) -> None:
    """Find and repair stored files without a row and rows without a file."""
    with transaction() as session:
        findings = reconcile_service.find(session)
        if not dry_run:
            reconcile_service.mend(session, findings, force=force)
    print_rows(
        {
            "files": findings.files,
            "files_without_row": len(findings.without_row),
            "rows_without_file": len(findings.without_file),
            "mended": not dry_run,
        },
        as_json=as_json,
    )


@outbox_commands.command()
@as_json
def status(as_json: bool) -> None:
    """Count the e-mails that are waiting, and those that failed for good."""
    with transaction() as session:
        counts = {"pending": outbox.depth(session), "dead": outbox.count_dead(session)}
    print_rows(counts, as_json=as_json)


@outbox_commands.command()
@as_json
def retry(as_json: bool) -> None:
    """Retry all dead letters (e-mails that failed for good).

    Each batch of 200 e-mails is one transaction, and its e-mails are sent at once. You can
    repeat a run that was stopped.
    """
    started, retried = clock.now(), 0
    while True:
        with transaction() as session:
            found = outbox.retry_some(session, before=started)
        retried += found
        if not found:
            break
    print_rows({"retried": retried}, as_json=as_json)
