"""What a reader sends for one comment: one of three buttons, with the struck text or the reason that belongs to it."""

from collections.abc import Mapping

from flask_babel import gettext as _

from assessment.comments.redaction import Opinion, clean
from assessment.comments.service import RedactionError, redact

REASONS = ("writer", "other-person", "insult", "nothing")


def list_reasons() -> dict[str, str]:
    """Why a comment may be left out, by the word that is stored."""
    return {
        "writer": _("It shows who wrote it"),
        "other-person": _("It is about one person who can be recognised"),
        "insult": _("It insults or threatens"),
        "nothing": _("It says nothing about the work"),
    }


def read_decision(original: str, sent: Mapping[str, str]) -> tuple[Opinion | None, str]:
    """The decision, or what is wrong with what was sent."""
    match sent.get("decision"):
        case "show":
            return Opinion(True, clean(original)), ""
        case "leave-out" if sent.get("reason") in REASONS:
            return Opinion(False, sent["reason"]), ""
        case "leave-out":
            return None, _("Choose why this comment is left out")
        case "redact":
            try:
                return redact(original, sent.get("text", "")), ""
            except RedactionError as error:
                return None, explain_redaction(error.reason)
    return None, _("Choose what becomes of this comment")


def explain_redaction(reason: str) -> str:
    match reason:
        case "same":
            return _("Replace the words that nobody should see by [...], or show the comment as it is")
        case "nothing":
            return _("Nothing is left to read: leave the comment out instead")
    return _("Only replace words by [...]: everything else must stay as it was written")
