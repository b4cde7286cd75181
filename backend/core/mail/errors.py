"""Why an e-mail was not sent, and what that means for the next attempt."""


class EmailRejected(Exception):
    """A retry would not help, because of this e-mail's recipient or content."""


class EmailDelayed(Exception):
    """A retry may help, but not before `retry_after` seconds."""

    def __init__(self, reason: str, retry_after: int = 0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class ProviderRefused(EmailDelayed):
    """The provider refuses every e-mail of this service, until its operator acts.

    The password, the key, the sender or the quota is wrong. No e-mail is to blame.
    """
