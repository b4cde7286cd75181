"""Loads the fixtures where tests run; pyproject.toml names this plugin of pytest.

A conftest would be loaded by the process that only distributes the tests, too. That would
start servers and import the app for nothing, while all others wait for it.
"""

import os

import pytest
from coverage import Coverage


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers of the tests, and load the fixtures.

    Of several processes, the first measures which lines run on import. They are the same in
    all, and measuring takes time.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    options = early_config.known_args_namespace
    # The conftests of folders that are named are loaded in every process.
    if options.numprocesses and worker is None and not options.file_or_dir:
        return
    measured = Coverage.current() if worker else None
    if measured is not None and worker != "gw0":
        measured.stop()
    # The backend reads its settings, which name these servers, when it is imported.
    early_config.pluginmanager.import_plugin("tests.support.environment")
    early_config.pluginmanager.import_plugin("tests.fixtures")
    if measured is not None and worker == "gw0":
        measured.stop()
        measured.save()
