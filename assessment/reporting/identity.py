"""What names one report: release, variant, language, template, and the organisation's own words."""

from dataclasses import dataclass
from hashlib import sha256

from flask_babel import gettext as _

from assessment.reporting.variants import FULL, PDF, leave_comments
from assessment.results.edition import name_words
from assessment.results.view import LookFact, ReleaseSource, ResultsView

TEMPLATE_VERSION = 4
"""Raise it whenever a report of the same release would come out differently; kept reports stay as they are."""


@dataclass(frozen=True)
class Identity:
    """``number`` is the report's own; ``release`` the first half of the release's hash; ``model`` what was asked."""

    number: str
    release: str
    model: str
    printed: str


def make_identity(view: ResultsView, variant: str = FULL) -> Identity:
    """The identity of a variant of a view's release, worded in the language that is spoken at the time. It is the same
    in whatever form the variant is written."""
    number = sha256(name_report(view, variant).encode()).hexdigest()[:10]
    release = view.facts.sha256[:16]
    model = f"{view.questionnaire.id} {view.questionnaire.version}"
    printed = _("report %(number)s, %(model)s, release %(release)s", number=number, model=model, release=release)
    return Identity(number, release, model, printed)


def name_report(view: ResultsView, variant: str = FULL) -> str:
    """The key under which the PDF of a variant is kept: the report's number is made of it."""
    return document_key(view.facts.sha256, view.language, name_edition(view.source, variant), variant)


def name_edition(source: ReleaseSource, variant: str = FULL) -> str:
    """What of a report is no figure of the release and may change after it: the words around the figures and the
    organisation's look, as far as the variant has them; "" for neither."""
    told = leave_comments(source, variant)
    return "/".join(part for part in (name_words(told), name_look(told.look)) if part)


def name_look(look: LookFact | None) -> str:
    return f"look-{sha256(look.model_dump_json().encode()).hexdigest()[:16]}" if look else ""


def document_key(release_sha256: str, language: str, edition: str = "", variant: str = FULL, form: str = PDF) -> str:
    """The key under which a report is kept: release, variant, language, template version, the form where it is no PDF,
    and edition if any."""
    key = f"report/{release_sha256}/{variant}/{language}/{TEMPLATE_VERSION}"
    key = key if form == PDF else f"{key}/{form}"
    return f"{key}/{edition}" if edition else key
