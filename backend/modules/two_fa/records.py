"""The exported columns of the second factor. Its rows live as long as the account."""

from backend.background.records import Exported
from backend.models import RecoveryCode, TwoFa

EXPORTED = {
    "second_factor": Exported(TwoFa, "user_id", ("created_at", "enabled_at")),
    "recovery_codes": Exported(RecoveryCode, "user_id", ("used_at",)),
}
