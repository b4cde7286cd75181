"""`python -m devtools.new_module`, in a copy of the repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.new_module.names import named, plural_of
from devtools.new_module.refusal import Refused
from tests.support.environment import ROOT

NAME = "shopping_list"
CHECKS = [
    *(
        "tests/shopping_list",
        "tests/test_architecture.py",
        "tests/contract/test_document.py",
    ),
    *("tests/contract/test_schemas.py", "tests/contract/test_promises.py"),
    *(
        "tests/contract/test_conventions.py",
        "tests/contract/test_examples.py",
        "tests/test_docs.py",
    ),
    *("tests/contract/test_breaking.py", "tests/core/test_constraints.py"),
    *("tests/core/test_migrations.py", "tests/user/test_export.py"),
]
# Of the parametrized tests those of the new module; none that waits, and none of what
# a module cannot change.
CHOSEN = (
    "shopping or not (api or question or waits or gives_up or at_once or switched_off "
    "or writes_the_same or dependency or earlier_release or throwaway or folder_and_a_line)"
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what is committed or about to be, with a repository of its own."""
    tree = tmp_path / "copy"
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    # What mypy knows of the rest, if it has run: half a minute less. git ignores it.
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", tree / ".mypy_cache")
    git(tree, "init", "--quiet")
    git(tree, "add", "--all")
    return tree


def git(tree: Path, *arguments: str) -> str:
    """Run git in a tree and return what it prints."""
    command = ["git", "-C", str(tree), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def in_copy(
    copy: Path, module: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a Python module in the copy, with nothing of ours in its environment."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TMPDIR")}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=False,
        cwd=copy,
        env=kept | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def changed(copy: Path) -> str:
    """Return what git sees of the changes since the copy was made."""
    new = git(copy, "ls-files", "--others", "--exclude-standard")
    return git(copy, "diff", "--name-only") + new


def test_a_new_module_passes_the_checks_as_it_is_written(copy: Path) -> None:
    written = in_copy(copy, "devtools.new_module", NAME)
    assert written.returncode == 0, written.stdout
    files = changed(copy).split()

    python = [name for name in files if name.endswith(".py")]
    tools = [
        in_copy(copy, "black", "--check", *python),
        in_copy(copy, "isort", "--check", *python),
        in_copy(copy, "ruff", "check", *python),
        in_copy(copy, "mypy", *python),
    ]
    tests = in_copy(copy, "pytest", "-q", "-n0", *CHECKS, "-k", CHOSEN)

    assert [tool.stdout for tool in tools if tool.returncode] == []
    assert tests.returncode == 0, tests.stdout[-6000:]
    told = {line.strip() for line in written.stdout.splitlines()}
    assert set(files) <= told


@pytest.mark.parametrize(
    ("arrange", "name", "sentence"),
    [
        ("tests/note/steps.py", "note", "tests/note is there already"),
        ("backend/tables/notes.py", "note", "backend/tables/notes.py is there already"),
        ("", "user", "backend/modules/user is there already"),
        ("", "security_event", "the API has a SecurityEventPublic"),
        ("", "email_code", "there is a table email_codes"),
        ("", "position", "Position would mean two things"),
        ("", "Note", "'Note' must be snake_case"),
        ("registry", "note", "cannot find the place for a module in backend/modules"),
    ],
)
def test_nothing_is_written_where_something_is_in_the_way(
    copy: Path, arrange: str, name: str, sentence: str
) -> None:
    if arrange == "registry":
        (copy / "backend/modules/registry.py").write_text("MODULES = []\n")
    elif arrange:
        (copy / arrange).parent.mkdir(exist_ok=True)
        (copy / arrange).touch()
    git(copy, "add", "--all")

    refused = in_copy(copy, "devtools.new_module", name)

    assert refused.returncode == 1
    assert refused.stdout.startswith("new_module: ")
    assert sentence in refused.stdout
    assert len(refused.stdout.splitlines()) == 1
    assert changed(copy) == ""


def test_what_was_written_is_taken_back_if_the_rest_fails(copy: Path) -> None:
    (copy / "devtools/errors.py").write_text("raise SystemExit('no pages today')\n")
    git(copy, "add", "--all")

    refused = in_copy(copy, "devtools.new_module", "note")

    assert refused.returncode == 1
    failed = "new_module: python -m devtools.errors failed: no pages today.\n"
    assert refused.stdout == failed
    assert changed(copy) == ""


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        *(("note", "notes"), ("diary", "diaries"), ("day", "days"), ("box", "boxes")),
        *(("address", "addresses"), ("branch", "branches"), ("to_do", "to_dos")),
    ],
)
def test_a_plural_is_made_as_most_words_make_it(name: str, plural: str) -> None:
    assert plural_of(name) == plural


@pytest.mark.parametrize(
    "name",
    [
        *("", "Note", "two words", "a-b", "_a", "a_", "a__b", "note2", "x" * 31, "ä"),
        *("list", "exception", "import", "match", "api", "db", "file", "okapi", "../x"),
    ],
)
def test_a_name_that_cannot_be_a_modules_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        named(name, None)


def test_a_plural_may_be_given_and_must_be_another_word() -> None:
    assert named("person", "people").names == "people"
    with pytest.raises(Refused):
        named("sheep", "sheep")
    with pytest.raises(Refused):
        named("person", "../people")
