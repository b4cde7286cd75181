"""The number of cores that this process may use, which may be fewer than there are.

`os.cpu_count()` counts the cores of the machine. A container is often limited to a few:
by an affinity (cpuset, `taskset`), or by a quota of CPU time (`docker run --cpus`, limits
of Kubernetes). A process that exceeds its quota is stopped as a whole for the rest of a
tenth of a second, and its event loop with it.
"""

import os
from pathlib import Path, PurePosixPath

_CGROUPS = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")


def usable() -> int:
    """Return how many threads can compute at once, at least 1."""
    return max(1, min(_allowed(), _within_quota(_CGROUPS, _OWN)))


def _allowed() -> int:
    if hasattr(os, "process_cpu_count"):  # Python 3.13; PYTHON_CPU_COUNT overrides it
        return int(os.process_cpu_count() or 1)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # macOS has no affinity


def _within_quota(cgroups: Path, own: Path) -> int:
    """Return the whole cores of the smallest quota from this cgroup up to the root.

    A quota of 1.5 cores is one: two threads would exceed it. Without a quota this is the
    number of cores. Only version 2 of cgroups is read (Linux, admin-guide/cgroup-v2).
    """
    unlimited = os.cpu_count() or 1
    try:
        lines = own.read_text().splitlines()
    except OSError:
        return unlimited
    path = next((line[3:] for line in lines if line.startswith("0::/")), "/")
    folders = [path, *map(str, PurePosixPath(path).parents)]
    quotas = [_quota(cgroups / folder.lstrip("/") / "cpu.max") for folder in folders]
    return int(min([quota for quota in quotas if quota is not None] or [unlimited]))


def _quota(file: Path) -> float | None:
    """Read `max 100000` or `150000 100000`: microseconds of CPU time, and the period."""
    try:
        quota, period = file.read_text().split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return None
