"""What a sealed joint answer says, to read and to print: never who said it, only how many."""

from dataclasses import dataclass

from assessment.joint.facts import list_told
from assessment.joint.seat import item_at, list_pages
from assessment.models import Campaign, JointAnswer, db
from assessment.release.joint import describe_joint
from assessment.respond.promise import tell_moment
from assessment.respond.survey import Row
from assessment.respond.visit import Survey


@dataclass(frozen=True, slots=True)
class Certificate:
    """``parts``: title of a driver, and its questions with the label of the answer, "" for "no common answer"."""

    members: int
    signed: int
    sealed: str
    sha256: str
    after_results: bool
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    facts: tuple[tuple[str, str], ...]


def find_certificate(survey: Survey, language: str) -> Certificate | None:
    """The certificate in the language in force; None where nothing is sealed."""
    joint = db.session.get(JointAnswer, survey.id)
    if joint is None:
        return None
    figure = describe_joint(db.session.get_one(Campaign, survey.id), joint)
    parts = tuple(
        (page.title, tuple((row.text, _say(row, figure.answers.get(item_at(survey, row.place)))) for row in page.rows))
        for page in list_pages(survey, language)
    )
    return Certificate(
        members=joint.members,
        signed=joint.signed,
        sealed=tell_moment(joint.sealed_at, survey.zone, language),
        sha256=joint.sha256,
        after_results=figure.after_results,
        parts=parts,
        facts=tuple(list_told(joint.facts)),
    )


def _say(row: Row, point: int | None) -> str:
    return (row.find_label(point) or "") if point is not None else ""
