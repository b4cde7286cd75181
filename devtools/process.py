"""Child processes that end with their parent, even if it is killed by SIGKILL."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

# linux/prctl.h, linux/securebits.h and linux/capability.h
_PR_SET_PDEATHSIG = 1
_PR_SET_SECUREBITS = 28
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION = 0x20080522

# Loaded before any fork. Only Linux has prctl.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class ChildError(Exception):
    """run.py cannot go on. The message is for the developer."""


@dataclass(frozen=True)
class Account:
    """The user that a child of root runs as; `override` lets it enter any folder."""

    uid: int
    gid: int
    override: bool


def _check(result: int, what: str) -> None:
    if result != 0:
        # The log is already the child's stderr. An exception would not reach it.
        reason = os.strerror(ctypes.get_errno())
        advice = "move the project to a folder that all users can enter"
        os.write(2, f"cannot {what} ({reason}): {advice}\n".encode())
        os._exit(1)


def _become(account: Account) -> None:
    if _LIBC is None or not account.override:
        _change_user(account)
        return
    # Otherwise setuid drops the capabilities, and access(2) ignores them.
    bits = _LIBC.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    _check(bits, "set secure bits")
    _change_user(account)
    # Drop all capabilities but this one, and keep it across exec (capabilities(7)).
    one = 1 << _CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)(one, one, one, 0, 0, 0)
    _check(_LIBC.capset(header, sets), "keep CAP_DAC_OVERRIDE")
    ambient = (_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
    _check(_LIBC.prctl(*ambient), "pass CAP_DAC_OVERRIDE on")


def _change_user(account: Account) -> None:
    os.setgroups([])
    os.setgid(account.gid)
    os.setuid(account.uid)


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    log: Path | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    own_session: bool = True,
    stdin: int | None = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a child that gets `death_signal` when the calling thread ends.

    The kernel watches the thread, not the process: call this in the main thread. With
    `own_session` the child does not get the terminal's Ctrl-C. `log` is overwritten;
    without it, the child writes to our own output.
    """
    parent = os.getpid()

    def before_exec() -> None:
        if account is not None:
            _become(account)
        if _LIBC is not None:
            # After setuid, which clears the death signal.
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    with ExitStack() as stack:
        output = None
        if log is not None:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.unlink(missing_ok=True)
            output = stack.enter_context(log.open("wb"))
        return subprocess.Popen(
            command,
            env=env,
            cwd=cwd,
            stdin=stdin,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=own_session,
            preexec_fn=before_exec,
        )


def run(
    command: Sequence[str], *, env: Mapping[str, str], check: Callable[[], None]
) -> int:
    """Run a command to its end and return its exit code.

    `check` is called repeatedly; an exception from it stops the command.
    """
    process = spawn(command, env=env)
    try:
        while process.poll() is None:
            check()
            time.sleep(0.02)
    finally:
        end(process)
    return process.returncode


def end(
    process: subprocess.Popen[bytes],
    *,
    politely: signal.Signals = signal.SIGTERM,
    patience: float = 10,
    hurried: Callable[[], bool] = lambda: False,
) -> None:
    """Ask a child of `spawn` to end; after `patience` seconds kill its session.

    `hurried` cuts the wait short when it returns True.
    """
    if process.poll() is None:
        process.send_signal(politely)
    deadline = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < deadline and not hurried():
        time.sleep(0.01)
    # Also kill the children that it left. macOS forbids to signal a group of zombies.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Child(ABC):
    """A child process as a context manager: it runs and answers within the block."""

    name: str
    log: Path | None = None
    stop_signal = signal.SIGTERM
    patience = 10.0
    # Seconds between two calls of `answers`.
    pause = 0.01
    # Describes the failure in the message.
    complaint = "does not answer"

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def start(self) -> None:
        """Set `process` and return without waiting for it to answer."""

    @abstractmethod
    def answers(self) -> bool:
        """Return whether it answers; raise nothing."""

    def check_alive(self) -> None:
        """Raise ChildError if it has ended, with the last lines of its log."""
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            raise ChildError(f"{self.name} ended (exit code {code}){self.log_tail()}")

    def wait(self, check: Callable[[], None] = lambda: None) -> None:
        """Return when it answers. `check` is called repeatedly, and may raise."""
        deadline = time.monotonic() + 60
        while not self.answers():
            again = time.monotonic() + self.pause
            while True:
                check()
                self.check_alive()
                if time.monotonic() > deadline:
                    raise ChildError(f"{self.name} {self.complaint}{self.log_tail()}")
                time.sleep(0.01)
                if time.monotonic() > again:
                    break

    def stop(self, hurried: Callable[[], bool] = lambda: False) -> None:
        """Stop it if it runs. `hurried` cuts the wait short when it returns True."""
        if self.process is not None:
            end(
                self.process,
                politely=self.stop_signal,
                patience=self.patience,
                hurried=hurried,
            )
            self.process = None
        self.clean_up()

    def clean_up(self) -> None:  # noqa: B027
        """Remove files that it leaves behind. By default there are none."""

    def log_tail(self) -> str:
        """Return the last lines of the log, indented, for the end of a message."""
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-10:]
        return f"; the end of {self.log}:\n" + "\n".join(f"  {x}" for x in lines)

    def __enter__(self) -> Self:
        try:
            self.start()
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
