"""Derives all names of a new module from its singular and its plural."""

import builtins
import keyword
import re
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS

from devtools.new_module.refusal import Refused

# Names of files in modules. And `file`: TypeScript already has a type FileList.
_RESERVED = {"api", "background", "db", "exceptions", "file", "registry", "schemas"}
# The name of a module must not end like the name of a layer.
_LAYERS = ("api", "db", "exceptions", "lib", "schemas")
_LONGEST = 30


@dataclass(frozen=True)
class Names:
    """A module's names: `shopping_list` is the name, `shopping_lists` its plural."""

    name: str
    names: str

    @property
    def as_class(self) -> str:
        """The name of its classes: ShoppingList."""
        return "".join(part.capitalize() for part in self.name.split("_"))

    def context(self) -> dict[str, str]:
        """Return the variables of the templates."""
        words, plural = self.name.replace("_", " "), self.names.replace("_", " ")
        return {
            "name": self.name,
            "names": self.names,
            "Name": self.as_class,
            "dashed": self.names.replace("_", "-"),
            "words": words,
            "words_plural": plural,
            "Words": plural.capitalize(),
            "A": "An" if words[0] in "aeiou" else "A",
            "a": "an" if words[0] in "aeiou" else "a",
            "Tag": plural.title(),
            "Group": plural.title().replace(" ", ""),
        }


def named(name: str, plural: str | None) -> Names:
    """Return the names of a module, or raise Refused."""
    names = Names(name, plural or plural_of(name))
    for each in (names.name, names.names):
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", each) or len(each) > _LONGEST:
            raise Refused(
                f"{each!r} must be snake_case, like shopping_list: lower-case letters "
                f"with _ between words, {_LONGEST} characters at most"
            )
    taken = {*_RESERVED, *dir(builtins), *keyword.kwlist, *keyword.softkwlist}
    if {name, names.as_class} & taken or name.endswith(_LAYERS):
        raise Refused(f"{name!r} is reserved, choose another name")
    if names.name == names.names or names.names in RESERVED_WORDS:
        raise Refused(f"{names.names!r} cannot be the plural, give one with --plural")
    return names


def plural_of(name: str) -> str:
    """Return the regular plural; irregular words need --plural."""
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if re.search(r"(s|x|z|ch|sh)$", name) else "s")
