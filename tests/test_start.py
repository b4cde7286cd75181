"""The cost of a start, measured by its imports and not by its duration."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support.environment import variables

LOOK = (
    "import gc, json, sys, main\n"
    "built = [r.path for r in main.app.routes if 'depends' in vars(r)]\n"
    "names = {name.partition('.')[0] for name in sys.modules}\n"
    "found = {'modules': sorted(names), 'frozen': gc.get_freeze_count()}\n"
    "print(json.dumps(found | {'collecting': gc.isenabled(), 'built': built}))"
)


def test_a_start_freezes_its_objects_and_loads_nothing_rare() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        check=True,
        cwd=Path(__file__).parents[1],
        env=variables(),
        capture_output=True,
        text=True,
        timeout=60,
    )

    found = json.loads(done.stdout.splitlines()[-1])
    assert "fastapi" in found["modules"]
    rare = {"icalendar", "zxcvbn_rs_py", "jinja2", "segno", "sendgrid", "ua_parser"}
    assert not rare & set(found["modules"])
    assert "obstore" not in found["modules"]  # loaded at the first file
    # They read hostile files, so only the sandbox may load them.
    assert not {"PIL", "pypdfium2", "pypdf", "pyexpat"} & set(found["modules"])
    # Routes are built at their first requests.
    assert found["built"] == []
    assert found["frozen"] > 50_000
    assert found["collecting"] is True


def test_the_worker_and_the_command_line_do_without_fastapi_and_redis() -> None:
    look = (
        "import sys, backend.cli.app, backend.worker\n"
        "backend.worker.registry.jobs()\n"
        "print(*sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", look],
        check=True,
        cwd=Path(__file__).parents[1],
        env=variables(),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert not {"fastapi", "redis"} & set(done.stdout.split())
