"""Renders e-mails from the Jinja2 templates of a module, in the reader's language.

`email_templates/en/name.html` is an e-mail in English; `de/name.html` beside it is the
same e-mail in German. A template sets `subject`, and its other text is the content:

    {% set subject %}Your password was changed{% endset %}
    <p>The password of your account was changed on {{ at|day }}.</p>

All text is in `<p>` elements. Their class can be `code`, `action` (a link as a button),
`facts` (short lines) or `written` (a user's own text). The plain text and the preview
line of the inbox are made from the same content.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from backend.core.config import settings
from backend.core.locales import LANGUAGES, Reader
from backend.core.plain_text import plain_text

# A start needs no template.
if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context

_SHARED = Path(__file__).parent / "email_templates"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to an e-mail; its media type can have parameters."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RenderedEmail:
    """The parts of an e-mail that do not depend on the recipient."""

    subject: str
    text: str
    html: str
    attachment: Attachment | None = None


class Templates:
    """The templates in a module's folder `email_templates`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _jinja(self) -> "dict[str, Environment]":
        folder = self._folder
        return {
            language: _environment(folder / language, _SHARED / language, _SHARED)
            for language in LANGUAGES
        }

    def render(
        self, name: str, reader: Reader, /, **variables: object
    ) -> RenderedEmail:
        """Render an e-mail, in English if it has no template in the reader's language.

        A missing variable is an error.
        """
        reader, jinja = self._for(f"{name}.html", reader)
        variables["reader"] = reader
        page: Any = jinja.get_template(f"{name}.html").make_module(variables)
        # Without line breaks, so that no value can add a header.
        subject = " ".join(unescape(page.subject).split())
        content = str(page)
        footer = getattr(page, "footer", None)
        if footer is None:
            footer = Markup(jinja.get_template("footer.html").render())  # noqa: S704
        text = plain_text(content)
        html = jinja.get_template("layout.html").render(
            language=reader.language,
            subject=subject,
            preview=" ".join(text.partition("\n\n")[0].split()),
            content=Markup(content),  # noqa: S704 (rendered above, and escaped there)
            footer=footer,
        )
        return RenderedEmail(subject, f"{text}\n{plain_text(f'<p>{footer}</p>')}", html)

    def text(self, name: str, reader: Reader, /, **variables: object) -> str:
        """Render the plain text `name.txt`, with the same fallback to English."""
        reader, jinja = self._for(f"{name}.txt", reader)
        template = jinja.get_template(f"{name}.txt")
        return template.render(variables, reader=reader).strip()

    def _for(self, file: str, reader: Reader) -> "tuple[Reader, Environment]":
        if not (self._folder / reader.language / file).exists():
            reader = reader.in_base()
        return reader, self._jinja[reader.language]


def _environment(*folders: Path) -> "Environment":
    from jinja2 import (
        Environment,
        FileSystemLoader,
        StrictUndefined,
        select_autoescape,
    )

    jinja = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals |= {
        "app_name": settings.APP_NAME,
        "app_url": settings.APP_PUBLIC_URL,
    }
    formats: tuple[Callable[..., str], ...] = (
        Reader.day,
        Reader.time,
        Reader.until,
        Reader.duration,
    )
    jinja.filters |= {each.__name__: _filter(each) for each in formats}
    return jinja


def _filter(method: Callable[..., str]) -> Callable[..., str]:
    """Return a method of the template's reader as a filter."""
    from jinja2 import pass_context

    @pass_context
    def apply(context: "Context", *values: object) -> str:
        return method(context["reader"], *values)

    return apply
