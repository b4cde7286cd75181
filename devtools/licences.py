"""Writes the licences of the service's packages: `python -m devtools.licences`.

Writes docs/licences.md from the packages of requirements-otel.lock that are installed
here. Exits 1 if a licence is not in ALLOWED.
"""

import re
import sys
from contextlib import suppress
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

_ROOT = Path(__file__).parents[1]
FILE = _ROOT / "docs" / "licences.md"
# Under each of these, a service of any licence may use the unchanged package. LGPL and
# MPL put conditions only on changes to the package itself.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"),
    "MIT-CMU",
    *("MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "LGPL-3.0-only", "CNRI-Python"),
}
# How older packages spell these.
_SPELLINGS = {
    "Apache License 2.0": "Apache-2.0",
    "Apache2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "The Unlicense (Unlicense)": "Unlicense",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def licence_of(package: Distribution) -> str:
    """Return the SPDX expression of a package, or its own text if it has none."""
    found = package.metadata.json
    words = str(found.get("license", "")).strip().split("\n")[0]
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in found.get("classifier", [])
        if each.startswith("License :: ") and not each.endswith("OSI Approved")
    ]
    spelled = _SPELLINGS.get(words, words)
    if expression := found.get("license_expression"):
        return str(expression)
    if not spelled and not classifiers:
        return _licence_in_file(package)
    if spelled in ALLOWED or not classifiers:
        return spelled
    return " AND ".join(_SPELLINGS.get(each, each) for each in classifiers)


def _licence_in_file(package: Distribution) -> str:
    """Return the licence that the first line of the package's LICENSE file names."""
    names = package.metadata.get_all("License-File") or []
    texts = [package.read_text(f"licenses/{name}") or "" for name in names]
    titles = [text.strip().partition("\n")[0] for text in texts]
    return " AND ".join(_SPELLINGS.get(title, title) for title in titles) or "unknown"


def licences(*, everywhere: bool = False) -> dict[str, str]:
    """Return the licence of each package that is installed here, by its name.

    With `everywhere`, return only packages that are installed on every system.
    """
    lock = (_ROOT / "requirements-otel.lock").read_text(encoding="utf-8")
    found = {}
    for name, marker in re.findall(r"^([a-z0-9-]+)==\S+( ;)?", lock, re.MULTILINE):
        if not (everywhere and marker):
            with suppress(PackageNotFoundError):
                found[name] = licence_of(distribution(name))
    return found


def refused(licence: str) -> bool:
    """Return whether a licence expression is not allowed.

    Of alternatives (OR), one allowed licence is enough.
    """
    return not any(
        all(part.strip(" ()") in ALLOWED for part in choice.split(" AND "))
        for choice in licence.split(" OR ")
    )


def page() -> str:
    """Return the text of docs/licences.md."""
    found = licences(everywhere=True)
    rows = [f"| {name} | {licence} |" for name, licence in sorted(found.items())]
    head = [
        "# Licences",
        "",
        "Written by `python -m devtools.licences`; do not edit. The packages that",
        "the service installs, those for traces included, with their licences.",
        "",
        "| package | licence |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def main() -> int:
    """Write the page; return 1 if there is a licence that is not allowed."""
    FILE.write_text(page(), encoding="utf-8")
    wrong = {name: found for name, found in licences().items() if refused(found)}
    for name, found in wrong.items():
        print(f"{name}: {found} is not allowed", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
