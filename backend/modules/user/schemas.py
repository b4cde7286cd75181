"""Replies of the routes of accounts."""

from pydantic import Field

from backend.core.validation import ReplyModel


class Accepted(ReplyModel):
    """A reply that is the same whether the address has an account or not."""

    detail: str = Field(
        default="If this address can be used, an e-mail is on its way to it."
    )


class SignupAccepted(Accepted):
    """The same reply for a new and a taken address. The token names this sign-up."""

    signup_token: str = Field(
        description="Store it, and send it with the code from the e-mail.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    )


class UndoneEmailChange(ReplyModel):
    """The restored address. A code for a new password was sent to it."""

    email: str = Field(examples=["ada@example.com"])
    request_token: str = Field(
        description="Send it with the code to `POST forgot-password/verify`.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    )
