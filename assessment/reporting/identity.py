"""What names one report: which release, which variant, which language, which template, which comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import gettext as _

from assessment.results.view import CommentFact, ResultsView

TEMPLATE_VERSION = 2
"""Raise it whenever a report of the same release would come out differently; kept reports stay as they are."""

VARIANT = "full"


@dataclass(frozen=True)
class Identity:
    """``number`` is the report's own; ``release`` the first half of the release's hash; ``model`` what was asked."""

    number: str
    release: str
    model: str
    printed: str


def make_identity(view: ResultsView) -> Identity:
    """The identity of the full report of a view's release, worded in the language that is spoken at the time."""
    edition = name_edition(view.source.comments)
    number = sha256(document_key(view.facts.sha256, view.language, edition).encode()).hexdigest()[:10]
    release = view.facts.sha256[:16]
    model = f"{view.questionnaire.id} {view.questionnaire.version}"
    printed = _("report %(number)s, %(model)s, release %(release)s", number=number, model=model, release=release)
    return Identity(number, release, model, printed)


def name_edition(comments: Sequence[CommentFact]) -> str:
    """Comments are released once, after the figures: a report made before that has none and is another one.

    The digest is of the comments' texts and places, so that the report's number, on each page, vouches for them too.
    """
    if not comments:
        return ""
    digest = sha256()
    for comment in comments:
        digest.update(comment.model_dump_json().encode() + b"\n")
    return f"comments-{digest.hexdigest()[:16]}"


def document_key(release_sha256: str, language: str, edition: str = "") -> str:
    """The key under which a report is kept: release, variant, language, template version, and comments if any."""
    key = f"report/{release_sha256}/{VARIANT}/{language}/{TEMPLATE_VERSION}"
    return f"{key}/{edition}" if edition else key
