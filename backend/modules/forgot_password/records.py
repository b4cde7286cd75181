"""How long tickets for a new password are kept."""

from sqlmodel import col

from backend.background.records import Kept
from backend.models import PasswordReset

KEPT = (Kept(PasswordReset, col(PasswordReset.expires_at)),)
