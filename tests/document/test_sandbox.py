"""What a child process that reads hostile files can do: nothing but read and print."""

import os
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from backend.modules.document.sandbox import sandbox as sandbox_module
from backend.modules.document.sandbox.confine import is_complete
from backend.modules.document.sandbox.sandbox import Sandbox, Unreadable
from backend.modules.document.text.reader import reader

# Each attempt is a line of Python that raises if it fails. fd 0 is free, as an attacker
# could make it: a limit of open files alone would allow one more.
ATTEMPTS = {
    "environment of the parent": "open(f'/proc/{parent}/environ').read()",
    "memory of the parent": "open(f'/proc/{parent}/mem', 'rb')",
    "stored file": "open(secret).read()",
    "own program": "open(__file__).read()",
    "new file": "open('/tmp/new-file', 'w')",
    "folder": "os.listdir('/')",
    "TCP": "socket.create_connection(('127.0.0.1', port))",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "pair of sockets": "socket.socketpair()",
    "process": "os.fork()",
    "program": "os.execv(python, [python, '-c', ''])",
    "more files": "resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
}
# What only Landlock forbids to a process of the same user.
KERNEL_ATTEMPTS = {
    "deletion": "os.unlink(secret)",
    "signal": "os.kill(parent, 0)",
    "trace": "trace(parent)",
}
PROGRAM = """
import ctypes, os, resource, socket, sys
from backend.modules.document.sandbox.confine import confine

def trace(pid):
    if ctypes.CDLL(None).ptrace(16, pid, 0, 0) == 0:
        ctypes.CDLL(None).ptrace(17, pid, 0, 0)
        return
    raise OSError

parent, secret, port, python = {values!r}
confine()
sys.stdin.buffer.read()
os.close(0)
for name, attempt in {attempts!r}.items():
    try:
        exec(attempt)
    except BaseException as error:
        print(name, "failed")
    else:
        print(name, "SUCCEEDED")
"""


def run(program: str, folder: Path, content: bytes = b"") -> str:
    """Return what a program in a child process prints."""
    path = folder / "program.py"
    path.write_text(program)
    return Sandbox(path, most_bytes=10_000).run("text/plain", iter([content])).decode()


def test_a_child_opens_no_file_and_no_socket_and_starts_no_process(
    tmp_path: Path,
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("stored")
    secret.chmod(0o666)
    attempts = ATTEMPTS | (KERNEL_ATTEMPTS if is_complete() else {})
    values = (os.getpid(), str(secret), 22, sys.executable)

    found = run(PROGRAM.format(values=values, attempts=attempts), tmp_path)

    assert found.splitlines() == [f"{name} failed" for name in attempts]
    assert secret.read_text() == "stored"


def test_without_the_kernels_help_the_limits_hold_and_the_log_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_module, "is_complete", lambda: False)
    sandbox_module._warn_once.cache_clear()
    without = (
        "from backend.modules.document.sandbox import confine as c\n"
        "c._enter_landlock = lambda: None\n"
    )
    values = (os.getpid(), __file__, 22, sys.executable)
    program = without + PROGRAM.format(values=values, attempts=ATTEMPTS)

    with capture_logs() as logs:
        found = run(program, tmp_path)
        run(program, tmp_path)

    sandbox_module._warn_once.cache_clear()
    assert found.splitlines() == [f"{name} failed" for name in ATTEMPTS]
    assert [log["log_level"] for log in logs] == ["warning"]


@pytest.mark.parametrize(
    "body",
    ["b' ' * 2**30", "os._exit(3)"],
    ids=["memory", "exit"],
)
def test_a_child_that_uses_up_its_memory_or_ends_early_fails(
    tmp_path: Path, body: str
) -> None:
    program = (
        "import os\nfrom backend.modules.document.sandbox import confine\n"
        f"confine.confine()\n{body}\nprint('done')"
    )

    with pytest.raises(Unreadable):
        run(program, tmp_path)


def test_a_child_is_told_once_when_its_time_is_nearly_up(tmp_path: Path) -> None:
    program = (
        "from backend.modules.document.sandbox import confine\n"
        "confine._ENOUGH_SECONDS = 1\n"
        "confine.confine()\n"
        "try:\n    exec('while True: pass')\n"
        "except confine.TimeIsUp:\n    print('so far')"
    )

    assert run(program, tmp_path) == "so far\n"


def test_a_child_imports_nothing_of_the_service_that_has_a_connection(
    tmp_path: Path,
) -> None:
    program = (
        "import runpy, sys\n"
        f"runpy.run_path({str(reader.program)!r})\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )

    found = run(program, tmp_path).split()

    assert "backend" in found
    assert not {"sqlmodel", "sqlalchemy", "fastapi", "pydantic", "psycopg"} & set(found)
    assert not {"structlog", "dotenv"} & set(found)
