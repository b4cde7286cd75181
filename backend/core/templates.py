"""Renders e-mails from Jinja2 templates: `name.html` and `name.txt` of a module.

The HTML template extends `email_templates/layout.html` and escapes every variable.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)

from backend.core.config import settings

_SHARED = Path(__file__).parent / "email_templates"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to an e-mail. Its type is a bare one, such as `text/calendar`."""

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
    """The e-mail templates in a module's folder `email_templates`."""

    def __init__(self, folder: Path) -> None:
        self._jinja = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder), FileSystemLoader(_SHARED)]),
            autoescape=select_autoescape(["html"], default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals |= {
            "app_name": settings.APP_NAME,
            "app_url": settings.APP_PUBLIC_URL,
        }

    def render(self, name: str, subject: str, **variables: object) -> RenderedEmail:
        """Render the text and the HTML; a missing variable is an error."""
        html = self._jinja.get_template(f"{name}.html")
        text = self._jinja.get_template(f"{name}.txt")
        return RenderedEmail(
            subject=subject,
            text=text.render(subject=subject, **variables).strip() + "\n",
            html=html.render(subject=subject, **variables),
        )


def in_words(at: datetime) -> str:
    """Return a UTC time in words, such as "05 March 2026, 14:30 UTC"."""
    return f"{at:%d %B %Y, %H:%M} UTC"
