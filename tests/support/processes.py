"""Facts about processes, read from /proc (Linux only)."""

import shutil
import time
from pathlib import Path


def _parent_and_state(pid: int) -> tuple[int, str] | None:
    try:
        # The name, in parentheses, can contain anything. The fields after it cannot.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), fields[0]


def descendants(pid: int) -> set[int]:
    """Return the children of a process, their children, and so on."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (found := _parent_and_state(int(folder.name))):
            parents[int(folder.name)] = found[0]
    family = {pid}
    while more := {x for x, parent in parents.items() if parent in family} - family:
        family |= more
    return family - {pid}


def living(pids: set[int], *, within: float) -> set[int]:
    """Wait at most `within` seconds, and return the processes that are still alive."""
    deadline = time.monotonic() + within
    while True:
        found = {pid for pid in pids if (_parent_and_state(pid) or (0, "Z"))[1] != "Z"}
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.02)


def clear_sockets(data: Path) -> None:
    """Delete the socket folders that a killed run recorded in its data folder."""
    for note in data.glob("*.socket"):
        shutil.rmtree(note.read_text(), ignore_errors=True)
        note.unlink()


def memory(pid: int, field: str) -> int:
    """Return VmRSS, or VmHWM (the peak since `forget_peak`), in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith(field)]
    return int(line.split()[1]) * 1024


def forget_peak(pid: int) -> None:
    """Reset VmHWM; see proc(5)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def open_files(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
