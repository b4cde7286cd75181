"""README.md, ARCHITECTURE.md and .env.example, held to the code."""

import re
import tomllib

import pytest

from backend.core.config import Settings
from backend.modules.registry import MODULES, Module
from devtools import errors
from main import app
from tests.environment import ROOT

README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
VARIABLES = set(Settings.model_fields)


def requirements(name: str) -> set[str]:
    """Return the names in a requirements file, without extras and bounds."""
    lines = (ROOT / name).read_text().splitlines()
    return {re.split(r"[\[><=]", line)[0] for line in lines if line[:1].isalpha()}


def locked(name: str) -> dict[str, str]:
    """Return the pinned version of each package in a lock file."""
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_env_example_explains_every_variable_and_no_other() -> None:
    entries = re.findall(r"((?:^#.*\n)+)^([A-Z_]+)=", EXAMPLE, re.MULTILINE)

    assert [name for _, name in entries] == re.findall(
        r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE
    )
    assert {name for _, name in entries} == VARIABLES


def test_readme_lists_every_variable_and_no_other() -> None:
    settings = README.split("## Settings")[1].split("\n## ")[0]

    assert set(re.findall(r"`([A-Z][A-Z_]+)`", settings)) == VARIABLES


def test_no_variable_has_a_default_in_the_code() -> None:
    optional = [n for n, f in Settings.model_fields.items() if not f.is_required()]

    assert optional == []


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_every_module_has_its_line_and_its_paragraph(module: Module) -> None:
    row = f"| {module.name} | `{module.prefix}` |"
    heading = f"(`backend/modules/{module.name}`)"
    tag = f"Tag *{module.tag}*"

    assert row in README, f"README.md needs the row {row} ... |"
    assert re.search(
        rf"^## .*{re.escape(heading)}$", ARCHITECTURE, re.MULTILINE
    ), f"ARCHITECTURE.md needs the heading ## ... {heading}"
    assert tag in ARCHITECTURE, f"ARCHITECTURE.md needs {tag} below that heading"


@pytest.mark.parametrize("text", [README, ARCHITECTURE], ids=["README", "ARCHITECTURE"])
def test_files_and_commands_that_are_named_exist(text: str) -> None:
    paths = re.findall(
        r"`((?:backend|tests|devtools|core|benchmarks)/[\w./*-]+)`", text
    )
    modules = re.findall(r"python -m ([\w.]+)", text)

    assert paths or modules
    for path in paths:
        base = ROOT / "backend" if path.startswith("core/") else ROOT
        assert list(base.glob(path.rstrip("/"))), path
    for module in set(modules) - {"pytest"}:
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").exists() or (file / "__main__.py").exists()


def test_routes_that_readme_names_exist() -> None:
    paths = set(app.openapi()["paths"])
    named = re.findall(r"\$API(/[\w/-]+)", README)

    assert named
    assert {"/api/v1" + path for path in named} <= paths


def test_every_dependency_is_explained_and_locked() -> None:
    table = ARCHITECTURE.split("## Dependencies")[1]
    explained = {
        name.strip()
        for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
        for name in row.split(",")
    }
    lists = ("requirements.txt", "requirements-otel.txt", "requirements-dev.txt")
    wanted = set[str]().union(*map(requirements, lists))

    assert explained - {"package", "---"} == wanted
    assert requirements("requirements.txt") <= set(locked("requirements.lock"))
    assert wanted <= set(locked("requirements-dev.lock"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-otel.lock"])
def test_all_locks_pin_the_same_versions(name: str) -> None:
    development = locked("requirements-dev.lock")

    for package, version in locked(name).items():
        assert development[package] == version


def test_the_tools_are_set_as_the_documents_say() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]

    assert settings["isort"]["profile"] == "black"
    assert settings["mypy"]["strict"] is True
    assert settings["coverage"]["report"]["fail_under"] >= 95
    assert "error" in settings["pytest"]["ini_options"]["filterwarnings"]


def test_the_catalogue_of_errors_is_that_of_the_routes() -> None:
    is_that = errors.FILE.read_text(encoding="utf-8") == errors.page()
    assert is_that, "the errors of a route have changed: python -m devtools.errors"
