"""Names of files inside a ZIP that every common system can unpack."""

import re

# Not allowed in names by Windows, which also drops dots and blanks at their end
# (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Names of devices, with any extension. Windows takes superscripts for digits.
_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(\.|$)",
    re.IGNORECASE,
)
# Most file systems take 255 bytes. Windows takes 260 characters for the whole path.
_MAX_BYTES = 255
_MAX_CHARACTERS = 150


def portable_name(name: str, taken: set[str] | None = None) -> str:
    """Return a name like this one that can be unpacked, and add it to `taken`.

    If the name is taken, in any case, the new one gets a number: "a.txt", "a (2).txt".
    """
    name = _FORBIDDEN.sub("_", name).rstrip(". ") or "_"
    if _DEVICES.match(name):
        name = f"_{name}"
    if taken is None:
        return _fitting(name, "")
    free, number = _fitting(name, ""), 2
    while free.casefold() in taken:
        free = _fitting(name, f" ({number})")
        number += 1
    taken.add(free.casefold())
    return free


def _fitting(name: str, suffix: str) -> str:
    """Return a name with `suffix` before its extension, shortened if necessary."""
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > 10:
        stem, dot, extension = name, "", ""
    end = f"{suffix}{dot}{extension}"
    most = _MAX_BYTES - len(end.encode())
    stem = stem[: _MAX_CHARACTERS - len(end)].encode()[:most].decode(errors="ignore")
    return f"{stem}{end}"
