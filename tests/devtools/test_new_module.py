"""`python -m devtools.new_module` works, tested in a copy of the repository."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.new_module.__main__ import write
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
# All tests of the new module, and every test that is not one of a list ("[") and neither
# waits nor tests something that a module cannot change.
CHOSEN = (
    "shopping or not ([ or api or question or waits or gives_up or at_once or switched_off "
    "or writes_the_same or dependency or earlier_release or throwaway or folder_and_a_line "
    "or step_by_step)"
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of all files that git tracks or would add, in a new repository."""
    tree: Path = tmp_path_factory.mktemp("new_module") / "copy"
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    git(tree, "init", "--quiet")
    git(tree, "add", "--all")
    return tree


@pytest.fixture
def copy(tree: Path) -> Iterator[Path]:
    """Return the copy, and undo all changes to it after the test."""
    state = git(tree, "write-tree").strip()
    yield tree
    git(tree, "read-tree", "--reset", "-u", state)
    git(tree, "clean", "-d", "--force", "--quiet")


def git(tree: Path, *arguments: str) -> str:
    """Run git in a tree and return its output."""
    command = ["git", "-C", str(tree), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def in_copy(
    copy: Path, module: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a Python module in the copy, without the tests' environment."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TMPDIR")}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=False,
        cwd=copy,
        env=kept | {"PYTHONPATH": str(copy)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def changed(copy: Path) -> str:
    """Return the changes that git sees since the copy was made."""
    new = git(copy, "ls-files", "--others", "--exclude-standard")
    return git(copy, "diff", "--name-only") + new


@pytest.mark.nightly
def test_a_new_module_is_written_in_the_style_of_the_others(copy: Path) -> None:
    written = in_copy(copy, "devtools.new_module", NAME)
    assert written.returncode == 0, written.stdout
    files = changed(copy).split()

    python = [name for name in files if name.endswith(".py")]
    tools = [
        in_copy(copy, "black", "--check", *python),
        in_copy(copy, "isort", "--check", *python),
        in_copy(copy, "ruff", "check", *python),
    ]

    assert [tool.stdout for tool in tools if tool.returncode] == []
    told = {line.strip() for line in written.stdout.splitlines()}
    assert set(files) <= told


@pytest.mark.nightly
def test_a_new_module_passes_its_tests_unchanged(copy: Path) -> None:
    written = in_copy(copy, "devtools.new_module", NAME)
    assert written.returncode == 0, written.stdout
    files = changed(copy).split()
    # The cache of mypy, if there is one, saves half a minute. git ignores it.
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", copy / ".mypy_cache")

    python = [name for name in files if name.endswith(".py")]
    types = in_copy(copy, "mypy", *python)
    chosen = " or ".join([CHOSEN, *files])
    tests = in_copy(copy, "pytest", "-q", "-n0", *CHECKS, "-k", chosen)

    assert types.returncode == 0, types.stdout
    assert tests.returncode == 0, tests.stdout[-6000:]


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
def test_a_conflict_refuses_the_module_and_writes_nothing(
    copy: Path, arrange: str, name: str, sentence: str
) -> None:
    if arrange == "registry":
        (copy / "backend/modules/registry.py").write_text("MODULES = []\n")
    elif arrange:
        (copy / arrange).parent.mkdir(exist_ok=True)
        (copy / arrange).touch()
    git(copy, "add", "--all")

    with pytest.raises(Refused, match=sentence):
        write(copy, named(name, None))

    assert changed(copy) == ""


def test_a_failure_removes_the_files_written_so_far(copy: Path) -> None:
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
def test_a_plural_follows_the_common_rules(name: str, plural: str) -> None:
    assert plural_of(name) == plural


@pytest.mark.parametrize(
    "name",
    [
        *("", "Note", "two words", "a-b", "_a", "a_", "a__b", "note2", "x" * 31, "ä"),
        *("list", "exception", "import", "match", "api", "db", "file", "okapi", "../x"),
    ],
)
def test_an_invalid_module_name_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        named(name, None)


def test_a_given_plural_must_differ_from_the_name() -> None:
    assert named("person", "people").names == "people"
    with pytest.raises(Refused):
        named("sheep", "sheep")
    with pytest.raises(Refused):
        named("person", "../people")
