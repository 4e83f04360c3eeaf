"""Releases of random surveys: through the database as the job makes them, or straight through the same function."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.models import AnswerSet, Campaign, Organisation, QuestionnaireVersion, writing
from assessment.release.answers import Answers, order_places
from assessment.release.closing import close_campaign, decide
from assessment.release.service import find_release, release_campaign
from assessment.release.structure import Place, Structure
from assessment.scoring.figures import ReleasedFigures
from assessment.scoring.layout import Layout
from assessment.scoring.tally import Tally, fold
from tests.trust.organisations import Survey


def store_survey(survey: Survey, key: int, **changes: object) -> int:
    """An open campaign with all its answers; gives its id. ``key`` makes the answers' ids."""
    random = np.random.default_rng(key)
    with writing() as session:
        organisation = Organisation(name={"en": "Attacked"})
        session.add(organisation)
        session.flush()
        version = QuestionnaireVersion(
            organisation_id=organisation.id, key="attacked", version=1, sha256=f"{key:064x}", text=survey.text
        )
        session.add(version)
        session.flush()
        values = {"languages": ["en"], "name": {"en": "Attacked"}, "state": "open", "structure": survey.structure}
        campaign = Campaign(organisation_id=organisation.id, questionnaire_version_id=version.id, **(values | changes))
        session.add(campaign)
        session.flush()
        session.add_all(
            AnswerSet(
                id=random.bytes(16),
                organisation_id=organisation.id,
                campaign_id=campaign.id,
                unit=person.unit,
                group_=person.group,
                answers=survey.codes(person),
            )
            for person in survey.people
        )
        return campaign.id


def release_survey(survey: Survey, key: int) -> ReleasedFigures:
    """Stored, closed and released as in life."""
    campaign_id = store_survey(survey, key)
    close_campaign(campaign_id)
    release_campaign(campaign_id)
    figures = find_release(campaign_id)
    assert figures is not None
    return figures


def decide_survey(survey: Survey, smallest: int = 5) -> ReleasedFigures:
    """What the release job decides, without a database."""
    return decide(tally_survey(survey), "anonymous", smallest)[0]


def tally_survey(survey: Survey) -> Answers:
    layout, structure = Layout.of(survey.questionnaire), Structure.of(survey.structure)
    homes = [(person.unit, person.group) for person in survey.people]
    places = order_places(structure, homes)
    sheets = np.array([list(survey.codes(person)) for person in survey.people], dtype=np.uint8)

    def label(groups: Sequence[frozenset[Place]]) -> np.ndarray:
        number = {place: place_number for place_number, group in enumerate(groups) for place in group}
        return np.array([number.get(home, -1) for home in homes], dtype=np.intp)

    def count_pairs(groups: Sequence[frozenset[Place]]) -> Iterator[Tally]:
        yield from fold([(sheets, label(groups))], layout, len(groups), pairs=range(len(groups)))

    tallies = fold([(sheets, label([frozenset({place}) for place in places]))], layout, len(places))
    return Answers(survey.questionnaire, layout, structure, places, tuple(tallies), count_pairs)


@dataclass
class Shares:
    """How much of what enough people share is shown: (cell, question) pairs with a score of all with 5 answers."""

    eligible: int = 0
    shown: int = 0

    def __str__(self) -> str:
        return f"{100 * self.shown / max(1, self.eligible):.1f} % of {self.eligible}"


@dataclass
class Utility:
    """``one_way``: units and groups; ``split``: groups in units; ``whole``: the organisation's questions."""

    one_way: Shares
    split: Shares
    whole: Shares

    @classmethod
    def nothing(cls) -> "Utility":
        return cls(Shares(), Shares(), Shares())

    def add(self, survey: Survey, figures: ReleasedFigures) -> None:
        """Count one release. A named group is shown where a cell of just that name has a score."""
        scores = {(cell.key, item.item) for cell in figures.cells for item in cell.items if item.score is not None}
        groups = [group["key"] for group in survey.structure["groups"] if group["voice"] == "sees"]
        structure = Structure.of(survey.structure)
        for number, item in enumerate(survey.questionnaire.items):
            seeing = [p for p in survey.people if p.sees and p.answers[number] is not None]
            self._count(self.whole, scores, "all", item.id, len(seeing))
            for group in groups:
                self._count(self.one_way, scores, f"group:{group}", item.id, sum(p.group == group for p in seeing))
            for unit in structure.parents:
                below = set(structure.walk(unit))
                here = [p for p in seeing if p.unit in below]
                self._count(self.one_way, scores, f"unit:{unit}", item.id, len(here))
                for group in groups:
                    key = f"unit:{unit}/group:{group}"
                    self._count(self.split, scores, key, item.id, sum(p.group == group for p in here))

    @staticmethod
    def _count(shares: Shares, scores: set[tuple[str, str]], key: str, item: str, people: int) -> None:
        if people >= 5:
            shares.eligible += 1
            shares.shown += (key, item) in scores
