"""The documents and .env.example match the code."""

import re
import tomllib
from pathlib import Path

import pytest

from backend.core.config import Settings
from backend.modules.registry import MODULES, Module
from devtools import access, errors
from main import app
from tests.support.each import each
from tests.support.environment import ROOT

README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text()
# All documents that are written by hand.
DOCUMENTS = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "docs" / "decisions")
    for path in folder.glob("*.md")
    if path.name not in ("errors.md", "licences.md")
)
EXAMPLE = (ROOT / ".env.example").read_text()
VARIABLES = set(Settings.model_fields)


def requirements(name: str) -> set[str]:
    """Return the package names in a requirements file, without extras and bounds."""
    lines = (ROOT / name).read_text().splitlines()
    return {re.split(r"[\[><=]", line)[0] for line in lines if line[:1].isalpha()}


def locked(name: str) -> dict[str, str]:
    """Return the pinned version of each package in a lock file."""
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_env_example_explains_exactly_the_known_variables() -> None:
    entries = re.findall(r"((?:^#.*\n)+)^([A-Z_]+)=", EXAMPLE, re.MULTILINE)

    assert [name for _, name in entries] == re.findall(
        r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE
    )
    assert {name for _, name in entries} == VARIABLES


def test_no_variable_has_a_default_in_the_code() -> None:
    optional = [n for n, f in Settings.model_fields.items() if not f.is_required()]

    assert optional == []


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_every_module_has_its_line_in_both_tables(module: Module) -> None:
    assert (
        f"| {module.name} | `{module.prefix}` |" in README
    ), f"Add a row for {module.name} to the table 'What is there' of README.md."
    row = f"| `backend/modules/{module.name}` | {module.tag} |"
    assert (
        row in ARCHITECTURE
    ), f"Add a row that begins '{row}' to the table of modules in ARCHITECTURE.md."


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120
    assert len(ARCHITECTURE.split()) <= 1800


@each("path", DOCUMENTS)
def test_files_commands_and_links_in_a_document_exist(path: Path) -> None:
    text = path.read_text()
    files = re.findall(r"`((?:backend|tests|devtools|benchmarks)/[\w./*-]+)`", text)
    modules = set(re.findall(r"python -m ([\w.]+)", text))
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)

    for name in files:
        assert list(ROOT.glob(name.rstrip("/"))), name
    for module in modules:
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").exists() or (file / "__main__.py").exists()
    for link in links:
        assert (path.parent / link).exists(), link


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text())

    assert sorted(listed) == sorted(
        path.name for path in folder.glob("*.md") if path.name != "README.md"
    )


def test_routes_in_the_readme_exist() -> None:
    paths = set(app.openapi()["paths"])
    named = re.findall(r"\$API(/[\w/-]+)", README)

    assert named
    assert {"/api/v1" + path for path in named} <= paths


def test_every_dependency_is_explained_and_locked() -> None:
    explained = {
        name.strip()
        for row in re.findall(r"^\| ([^|]+) \|", DEPENDENCIES, re.MULTILINE)
        for name in row.split(",")
    }
    lists = ("requirements.txt", "requirements-otel.txt", "requirements-dev.txt")
    wanted = set[str]().union(*map(requirements, lists))
    node = requirements("requirements-node.txt")

    assert explained - {"package", "---"} == wanted | node
    assert requirements("requirements.txt") <= set(locked("requirements.lock"))
    assert wanted <= set(locked("requirements-dev.lock"))
    assert node == set(locked("requirements-node.lock"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-otel.lock"])
def test_all_locks_pin_the_same_versions(name: str) -> None:
    development = locked("requirements-dev.lock")

    for package, version in locked(name).items():
        assert development[package] == version


def test_the_settings_of_the_tools_match_the_documents() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]

    assert settings["isort"]["profile"] == "black"
    assert settings["mypy"]["strict"] is True
    assert settings["coverage"]["report"]["fail_under"] >= 95
    assert "error" in settings["pytest"]["ini_options"]["filterwarnings"]


def test_the_catalogue_of_errors_matches_the_routes() -> None:
    is_that = errors.FILE.read_text(encoding="utf-8") == errors.page()
    assert is_that, "the errors of a route have changed: python -m devtools.errors"


def test_the_table_of_access_matches_the_routes() -> None:
    is_that = access.FILE.read_text(encoding="utf-8") == access.page()
    assert is_that, "the callers of a route have changed: python -m devtools.access"
