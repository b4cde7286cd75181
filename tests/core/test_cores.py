"""The number of usable cores follows affinity and the quotas of cgroups."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend.core import cores
from tests.support.environment import ROOT


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


@pytest.fixture
def cgroups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty tree of cgroups; this process is in /pod/container of 8 cores."""
    (tmp_path / "pod" / "container").mkdir(parents=True)
    own = tmp_path / "own"
    own.write_text("1:cpu:/\n0::/pod/container\n")
    monkeypatch.setattr(cores, "_CGROUPS", tmp_path)
    monkeypatch.setattr(cores, "_OWN", own)
    monkeypatch.setattr(cores, "_allowed", lambda: 8)
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    return tmp_path


@pytest.mark.parametrize(
    ("container", "pod", "usable"),
    [
        (None, None, 8),
        ("max 100000", "max 100000", 8),
        ("200000 100000", "max 100000", 2),
        ("150000 100000", None, 1),
        ("50000 100000", None, 1),
        ("max 100000", "300000 100000", 3),
        ("400000 100000", "300000 100000", 3),
        ("1600000 100000", None, 8),
        ("", "", 8),
        ("100000 0", "many 100000", 8),
    ],
)
def test_a_quota_of_any_cgroup_above_limits_the_cores(
    cgroups: Path, container: str | None, pod: str | None, usable: int
) -> None:
    for text, folder in ((container, "pod/container"), (pod, "pod")):
        if text is not None:
            (cgroups / folder / "cpu.max").write_text(f"{text}\n")

    assert cores.usable() == usable


def test_a_container_sees_its_own_cgroup_as_the_root(cgroups: Path) -> None:
    (cgroups / "own").write_text("0::/\n")
    (cgroups / "cpu.max").write_text("200000 100000\n")

    assert cores.usable() == 2


def test_without_cgroups_all_allowed_cores_count(cgroups: Path) -> None:
    (cgroups / "own").unlink()

    assert cores.usable() == 8


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has affinities")
def test_a_pinned_process_uses_one_core() -> None:
    pinned = (
        "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]);"
        "from backend.core import cores; print(cores.usable())"
    )

    done = subprocess.run(
        [sys.executable, "-c", pinned],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.stdout == "1\n"
