"""`run.py test` prints its progress while the tools and the tests run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import check


def test_a_tools_name_is_printed_at_its_start_and_its_time_at_its_end(
    capfd: pytest.CaptureFixture[str],
) -> None:
    fine = check.run_tool("fine", [sys.executable, "-c", "print('unasked for')"])
    wrong = check.run_tool("wrong", [sys.executable, "-c", "exit('the reason')"])

    lines = capfd.readouterr().out.splitlines()
    assert (fine, wrong) == (True, False)
    assert lines[0] == "fine: started"
    assert re.fullmatch(r"fine: ok in \d+\.\d s", lines[1])
    assert lines[2:4] == ["wrong: started", "the reason"]
    assert re.fullmatch(r"wrong: FAILED in \d+\.\d s", lines[4])


def stand_in(name: str, code: int = 0) -> list[str]:
    """Return a command that prints its name and its arguments."""
    return [
        sys.executable,
        "-c",
        f"import sys; print({name!r}, *sys.argv[1:]); exit({code})",
    ]


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["tests/user", "-k", "login"], ["pytest tests/user -k login"]),
        (["--backend", "-k", "login"], ["pytest -k login"]),
        (["--web"], ["web"]),
        (["--web", "login", "--headed"], ["web login --headed"]),
        (["--backend"], ["pytest"]),
        ([], ["pytest", "web --beside"]),
    ],
)
@pytest.mark.parametrize("failing", [None, "pytest", "web"])
def test_each_half_gets_its_arguments_and_its_failure_counts(
    arguments: list[str],
    printed: list[str],
    failing: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(check, "TOOLS", {})
    for name in ("PARALLEL", "COVERAGE", "SLOWEST"):
        monkeypatch.setattr(check, name, [])
    monkeypatch.setattr(check, "PYTEST", stand_in("pytest", failing == "pytest"))
    monkeypatch.setattr(check, "WEB", stand_in("web", failing == "web"))

    code = check.main(arguments)

    lines = capfd.readouterr().out.splitlines()
    names = [line for line in lines if re.match(r"(pytest|web)( |$)", line)]
    assert sorted(names) == printed
    assert code == (failing in {name.split()[0] for name in printed})


def test_progress_is_printed_before_the_tests_end(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    # The second test waits for a file; this test writes it once the first is reported.
    (tmp_path / "test_it.py").write_text(
        "import pathlib, time\n"
        "def test_first():\n    pass\n"
        "def test_second():\n"
        "    while not pathlib.Path('seen').exists():\n        time.sleep(0.01)\n"
    )
    script = "from devtools import check; check.run_shown('pytest', [*check.PYTEST, '-q', '-n2', 'test_it.py'])"

    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        told = b""
        while b"." not in told.partition(b"started")[2]:
            told += process.stdout.read(1)
        (tmp_path / "seen").touch()
        rest = process.stdout.read()

    assert told.startswith(b"pytest: started\n")
    assert b"[100%]" in rest
    assert re.search(rb"pytest: ok in \d+\.\d s\n$", rest)
