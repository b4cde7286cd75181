"""OpenAPI links: which reply has the values that another operation needs.

schemathesis infers some links from names. It cannot infer, for example, that an uploaded
document is the one to read, share and delete.
"""

from typing import Any

_DOCUMENT = {"document_id": "$response.body#/id"}
_FIRST = "$response.body#/items/0/id"
_MANAGED = {"token": "$response.body#/manage_token"}
_OF_A_DOCUMENT = (
    "get_document update_document delete_document download get_download_link "
    "list_shares create_share list_versions upload_version restore_document"
)
# Producer, consumers, parameters, body.
_LINKS: list[tuple[str, str, dict[str, str], dict[str, str]]] = [
    ("Documents-upload", _OF_A_DOCUMENT, _DOCUMENT, {}),
    ("Documents-upload_version", "restore_version", _DOCUMENT | {"number": "1"}, {}),
    ("Documents-list_trash", "restore_document", {"document_id": _FIRST}, {}),
    ("Documents-list_trash", "purge_document", {"document_id": _FIRST}, {}),
    (
        "Documents-create_share",
        "revoke_share",
        {
            "document_id": "$request.path.document_id",
            "share_id": "$response.body#/id",
        },
        {},
    ),
    (
        "Documents-create_share",
        "get_shared open_share view_share",
        {},
        {"token": "$response.body#/token"},
    ),
    (
        "Uploads-create_upload",
        "get_upload get_upload_offset append_to_upload delete_upload",
        {"upload_id": "$response.body#/id"},
        {},
    ),
    ("BookDemo-slots", "book", {}, {"start": "$response.body#/items/0/start"}),
    ("BookDemo-book", "get_booking cancel get_calendar_file", _MANAGED, {}),
    ("BookDemo-book", "reschedule", _MANAGED, {}),
    (
        "TwoFA-list_trusted_devices",
        "distrust_device",
        {"device_id": _FIRST},
        {},
    ),
    (
        "Users-signup",
        "verify_signup resend_code",
        {},
        {"signup_token": "$response.body#/signup_token"},
    ),
    (
        "ForgotPassword-request",
        "verify",
        {},
        {"request_token": "$response.body#/request_token"},
    ),
    ("Users-admin_list_outbox", "admin_retry_email", {"email_id": _FIRST}, {}),
]


def add_to(document: dict[str, Any]) -> None:
    """Add the links to the replies of an OpenAPI document."""
    operations = {
        operation["operationId"]: operation
        for methods in document["paths"].values()
        for operation in methods.values()
    }
    for producer, consumers, parameters, body in _LINKS:
        tag, _, _ = producer.partition("-")
        responses = operations[producer]["responses"]
        success = next(responses[status] for status in responses if status < "300")
        for consumer in consumers.split():
            link: dict[str, Any] = {
                "operationId": f"{tag}-{consumer}",
                "parameters": parameters,
                # Marked as inferred, so that an empty list is not reported.
                "x-schemathesis": {"is_inferred": True},
            }
            if body:
                link["requestBody"] = body
            success.setdefault("links", {})[consumer] = link
            assert link["operationId"] in operations
