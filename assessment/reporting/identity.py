"""What names one report: which release, which variant, which language, which template, which comments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import gettext as _

from assessment.results.view import CommentFact, DecisionFact, ReleaseSource, ResultsView

TEMPLATE_VERSION = 1
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
    edition = name_edition(view.source)
    number = sha256(document_key(view.facts.sha256, view.language, edition).encode()).hexdigest()[:10]
    release = view.facts.sha256[:16]
    model = f"{view.questionnaire.id} {view.questionnaire.version}"
    printed = _("report %(number)s, %(model)s, release %(release)s", number=number, model=model, release=release)
    return Identity(number, release, model, printed)


def name_edition(source: ReleaseSource) -> str:
    """What has come to the figures since the release, "" where nothing has: a report made before that has none of it
    and is another one."""
    told = (name_comments(source.comments), name_answers(source))
    return "/".join(name for name in told if name)


def name_comments(comments: Sequence[CommentFact]) -> str:
    """Comments are released once, after the figures.

    The digest is of the comments' texts and places, so that the report's number, on each page, vouches for them too.
    """
    return f"comments-{_digest(comments)}" if comments else ""


def name_answers(source: ReleaseSource) -> str:
    """The same of what readers answered to decisions, of this survey and of the one before."""
    answered = [decision for decision in source.decisions if decision.answers]
    told: list[DecisionFact] = [*answered, *source.asked_before]
    return f"answers-{_digest(told)}" if told else ""


def leave_out_answers(source: ReleaseSource) -> ReleaseSource:
    """As it was before anybody answered: readers see what others answered only after they have answered themselves."""
    bare = tuple(decision.model_copy(update={"answers": ()}) for decision in source.decisions)
    return source.model_copy(update={"decisions": bare})


def _digest(facts: Iterable[CommentFact | DecisionFact]) -> str:
    digest = sha256()
    for fact in facts:
        digest.update(fact.model_dump_json().encode() + b"\n")
    return digest.hexdigest()[:16]


def document_key(release_sha256: str, language: str, edition: str = "") -> str:
    """The key under which a report is kept: release, variant, language, template version, and what has come since."""
    key = f"report/{release_sha256}/{VARIANT}/{language}/{TEMPLATE_VERSION}"
    return f"{key}/{edition}" if edition else key
