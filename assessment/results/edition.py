"""Which words stand around a release: what is decided after it makes another edition of all that is made from it."""

import re
from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import select

from assessment.models import Campaign, Document, db
from assessment.results.fact import Fact
from assessment.results.view import ReleaseSource

_EDITION = re.compile(r"(?:comments|words)-[0-9a-f]{16}")


def name_words(source: ReleaseSource) -> str:
    """Comments, choices, decisions, their answers, actions, targets, sessions and what they agreed on come after the
    figures, and change: whatever was made before stays as it is kept, and is another edition.

    The digest is of all these texts, so that a report's number, on each page, vouches for them too. "" where nothing
    was said beside the figures.
    """
    words = list(_list_words(source))
    if not words and not source.comments:
        return ""
    digest = sha256()
    for fact in (*source.comments, *words):
        digest.update(fact.model_dump_json().encode() + b"\n")
    return f"{'words' if words else 'comments'}-{digest.hexdigest()[:16]}"


def _list_words(source: ReleaseSource) -> Iterator[Fact]:
    yield from source.choices
    yield from source.decisions
    yield from source.asked_before
    yield from source.actions
    yield from source.promises
    yield from source.targets
    yield from source.words
    yield from source.agreed
    yield from source.network
    if source.facts.target is not None:
        yield source.facts.target


def leave_out_answers(source: ReleaseSource) -> ReleaseSource:
    """As it was before anybody answered: readers see what others answered only after they have answered themselves.

    Some of what was promised since is such an answer, so that goes too.
    """
    bare = tuple(decision.model_copy(update={"answers": ()}) for decision in source.decisions)
    return source.model_copy(update={"decisions": bare, "promises": ()})


def find_outdated(source: ReleaseSource, language: str) -> bool:
    """Whether a report in this language is kept, but none with the words that stand now."""
    owner = select(Campaign.organisation_id).where(Campaign.id == source.facts.id).scalar_subquery()
    kept = select(Document.key).where(
        Document.organisation_id == owner,
        Document.key.startswith(f"report/{source.facts.sha256}/full/", autoescape=True),
    )
    own = [parts for key in db.session.scalars(kept) if language in (parts := key.split("/"))]
    editions = {next((part for part in parts if _EDITION.fullmatch(part)), "") for parts in own}
    return bool(editions) and name_words(source) not in editions
