"""Libraries are compiled without docstrings, and do what they did before."""

import json
import os
import py_compile
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from devtools.compile import compile_folder
from tests.support.environment import ROOT

SOURCE = '''"""About the module."""

class Box:
    """About the class."""

    def fill(self, number):
        """About the function."""
        assert number, "nothing"
        return "a text"

async def wait():
    """About nothing else."""

def undocumented():
    return 7 / 0
'''
LOOK = """
import json, traceback, box
docs = [each.__doc__ for each in (box, box.Box, box.Box.fill, box.wait)]
lines = []
for call in (lambda: box.Box().fill(0), box.undocumented):
    try:
        call()
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        lines.append([type(error).__name__, frame.filename, frame.lineno, frame.line])
print(json.dumps([docs, box.undocumented.__doc__, box.Box().fill(1), lines]))
"""


def run(*command: str, folder: Path) -> str:
    """Run Python in a folder without writing compiled files; return what it prints."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        check=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_only_docstrings_are_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "box.py"
    file.write_text(SOURCE)

    number = compile_folder(tmp_path, Path("/"))

    found = json.loads(run("-c", LOOK, folder=tmp_path))
    lines = [
        ["AssertionError", str(file), 8, 'assert number, "nothing"'],
        ["ZeroDivisionError", str(file), 15, "return 7 / 0"],
    ]
    assert number == 1
    assert found == [["-"] * 4, None, "a text", lines]


def test_what_is_compiled_is_used_whatever_happens_to_its_source(
    tmp_path: Path,
) -> None:
    file = tmp_path / "box.py"
    file.write_text("name = 'compiled'\n")
    compile_folder(tmp_path, Path("/"))
    file.write_text("name = 'changed later'\n")

    assert run("-c", "import box; print(box.name)", folder=tmp_path) == "compiled\n"


def test_files_go_below_the_root_that_is_named(tmp_path: Path) -> None:
    folder, root = tmp_path / "lib", tmp_path / "root"
    for name in ("used/box.py", "test/box.py", "site-packages/box.py"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).touch()
    (folder / "old.py").write_text("print 'Python 2'\n")

    number = compile_folder(folder, root)

    made = [path for path in root.rglob("*") if path.is_file()]
    compiled = py_compile.compile(str(folder / "used/box.py"))
    assert number == 1
    assert [f"/{path.relative_to(root)}" for path in made] == [compiled]


@pytest.mark.nightly
def test_the_service_describes_itself_with_such_libraries(tmp_path: Path) -> None:
    prefix, libraries = f"pycache_prefix={tmp_path}", sysconfig.get_path("purelib")
    written = tmp_path / "openapi.json"
    describe = (
        "import sqlalchemy.orm, devtools.openapi as tool\n"
        "print(sqlalchemy.orm.Session.__doc__)\n"
        f"tool.main([{str(written)!r}])"
    )

    run("-X", prefix, "-m", "devtools.compile", "/", libraries, folder=ROOT)
    printed = run("-X", prefix, "-c", describe, folder=ROOT)

    assert written.read_text() == (ROOT / "openapi.json").read_text()
    assert printed.splitlines()[0] == "-"
