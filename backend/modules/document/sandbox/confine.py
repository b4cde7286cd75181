"""What a child process gives up before it reads a byte of a hostile file.

After `confine` it can open no file and no socket, and start, trace or signal no process.
Only its memory and its three pipes are left, so everything must be imported before.
"""

import ctypes
import os
import resource
import signal
import sys
from types import FrameType
from typing import Never

MEMORY_BYTES = 512 * 1024 * 1024
# Ordinary PDFs of up to 500 pages took at most 0.9 s.
CPU_SECONDS = 5
# After this long, `TimeIsUp` is raised, and what was found so far has to do.
_ENOUGH_SECONDS = 3
_NOBODY = 65534
# The same numbers on all architectures of Linux that Python runs on, but Alpha.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ASK_VERSION = 1
_NO_NEW_PRIVILEGES = 38  # prctl
# By version of Landlock: how many rights to files it knows (landlock(7)).
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_FILE_RIGHTS = 16
_TCP_SINCE, _SCOPES_SINCE = 4, 6


class TimeIsUp(BaseException):
    """The process has used _ENOUGH_SECONDS of CPU time.

    It is no Exception, so that no library handles it.
    """


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("tcp", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


def confine() -> None:
    """Give up all rights that the kernel lets a process give up. Does not return any."""
    _become_nobody()
    for kind, soft, hard in (
        (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
        (resource.RLIMIT_CPU, _ENOUGH_SECONDS, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):  # macOS does not support some of them
            continue
    signal.signal(signal.SIGXCPU, _stop)
    _enter_landlock()
    # No descriptor can be opened after this, also if one of the pipes is closed.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def landlock_version() -> int:
    """Return the version of Landlock in this kernel; 0 if it has none."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(_CREATE_RULESET, None, 0, _ASK_VERSION))


def is_complete() -> bool:
    """Return whether this kernel also forbids to trace and to signal other processes."""
    return landlock_version() >= _SCOPES_SINCE


def ignore_time() -> None:
    """Raise no `TimeIsUp` any more; the limit of CPU_SECONDS stays."""
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)


def _stop(_: int, __: FrameType | None) -> Never:
    ignore_time()
    raise TimeIsUp


def _become_nobody() -> None:
    """Change root, whom no limit of processes holds, into a user without rights."""
    if os.geteuid() != 0:
        return
    try:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    except OSError:  # a container without this user
        return


def _enter_landlock() -> None:
    """Forbid all that Landlock can forbid: no rule allows anything."""
    version = landlock_version()
    if version == 0:
        return
    rules = _Ruleset(
        files=(1 << _FILE_RIGHTS.get(version, _ALL_FILE_RIGHTS)) - 1,
        tcp=0b11 if version >= _TCP_SINCE else 0,
        scopes=0b11 if version >= _SCOPES_SINCE else 0,
    )
    ruleset = _call(_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if ruleset < 0 or _call(_RESTRICT_SELF, ruleset, 0) < 0:
        raise OSError("Landlock refused the rules")


def _call(number: int, *arguments: object) -> int:
    """Make a system call for which Python and glibc have no function."""
    numbers = (ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)
    return int(ctypes.CDLL(None).syscall(ctypes.c_long(number), *numbers))
