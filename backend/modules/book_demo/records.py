"""How long bookings are kept after the demo."""

from datetime import timedelta

from sqlmodel import col

from backend.background.records import Kept
from backend.core.config import settings
from backend.models import DemoBooking

_RETENTION = timedelta(days=settings.BOOK_DEMO_RETENTION_DAYS)

KEPT = (Kept(DemoBooking, col(DemoBooking.ends_at), _RETENTION),)
