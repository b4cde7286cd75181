"""Writes a module: `python3 run.py exec python -m devtools.new_module note`.

The module stores items that belong to one user: create, list, read, change, delete.
The command writes its folder, table, migration and tests, and adds its lines to other
files. The result passes every check; then change it into the module that you need. If a
file exists or a name is taken, the command writes nothing.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError, rev_id

from devtools.new_module.names import Names, named
from devtools.new_module.plan import edited_files, new_files, rendered
from devtools.new_module.refusal import Refused
from devtools.venv import ROOT

# The files that are generated from the code, and their generators.
GENERATED = {
    "openapi.json": "devtools.openapi",
    "docs/errors.md": "devtools.errors",
    "docs/access.md": "devtools.access",
}


class _Writing:
    """Writes files, and can restore their earlier state."""

    def __init__(self) -> None:
        self._before: dict[Path, bytes | None] = {}
        self._folders: list[Path] = []

    def note(self, path: Path) -> None:
        """Remember the content of a file, or that it does not exist."""
        self._before[path] = path.read_bytes() if path.exists() else None

    def note_made(self, path: Path) -> None:
        """Remember that this new file did not exist before."""
        self._before[path] = None

    def write(self, path: Path, text: str) -> None:
        """Write a file."""
        self.note(path)
        if not path.parent.exists():
            self._folders.append(path.parent)
            path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")

    def undo(self) -> None:
        """Restore every file, and delete the new ones."""
        for path, content in self._before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        for folder in self._folders:
            shutil.rmtree(folder)


def write(root: Path, names: Names) -> list[str]:
    """Write the module, and return the names of all written and changed files."""
    new, edited = new_files(root, names), edited_files(root, names)
    writing = _Writing()
    try:
        for path, text in {**new, **edited}.items():
            writing.write(path, text)
        migration = _write_migration(root, names, writing)
        written = (*new, migration, *edited)
        python = [str(path) for path in written if path.suffix == ".py"]
        _run(root, "isort", "--quiet", *python)
        _run(root, "black", "--quiet", *python)
        for name, tool in GENERATED.items():
            writing.note(root / name)
            _run(root, tool)
    except BaseException:
        writing.undo()
        raise
    found = [str(path.relative_to(root)) for path in written]
    return [*found, *GENERATED]


def _write_migration(root: Path, names: Names, writing: _Writing) -> Path:
    """Write a migration that follows the head, named as in alembic.ini."""
    folder = root / "alembic" / "versions"
    there = set(folder.glob("*.py"))
    try:
        # Without output, and without black and isort: `write` formats all new files.
        config = Config(root / "alembic.ini", cmd_opts=argparse.Namespace(quiet=True))
        config.set_section_option("post_write_hooks", "hooks", "")
        ScriptDirectory.from_config(config).generate_revision(
            rev_id(),
            f"Add {names.context()['words_plural']}",
            upgrades=rendered("upgrade", names).strip(),
            downgrades=rendered("downgrade", names).strip(),
            imports="",
        )
    except CommandError as error:
        raise Refused(f"cannot add a migration: {error}") from error
    finally:
        new = set(folder.glob("*.py")) - there
        for path in new:
            writing.note_made(path)
    return new.pop()


def _run(root: Path, module: str, *arguments: str) -> None:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=root, check=False, capture_output=True, text=True
    )
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()
        raise Refused(f"python -m {module} failed: {lines[-1]}")


def main(arguments: Sequence[str]) -> None:
    """Write the module that the command line names, or exit with one sentence."""
    parser = argparse.ArgumentParser(
        prog="python -m devtools.new_module", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("name", help="the singular in snake_case: shopping_list")
    parser.add_argument("--plural", help="the plural, if it is irregular")
    options = parser.parse_args(arguments)
    try:
        names = named(options.name, options.plural)
        files = write(ROOT, names)
    except Refused as refused:
        sys.exit(f"new_module: {refused}.")
    print("\n".join(["Wrote or changed:", *(f"  {name}" for name in files)]))
    print("Next, if the service runs: python3 run.py exec alembic upgrade head")
    print("Then: python3 run.py test")
    print('E-mails of a module: "Adding an e-mail" in CONTRIBUTING.md')


if __name__ == "__main__":
    main(sys.argv[1:])
