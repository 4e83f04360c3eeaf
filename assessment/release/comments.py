"""What a comment keeps of its place at closing (trust rule A12): enough to show it, shared by ten people or more."""

from collections.abc import Sequence

from assessment.release.answers import Answers
from assessment.release.atoms import PEOPLE_FROM, SAYS, Asked, form_atoms, store_place
from assessment.release.candidates import Candidates, Limits
from assessment.release.structure import Place


def keep_comments(answers: Answers, candidates: Candidates, limits: Limits) -> dict[Asked, Place]:
    """Unit, group and dimension of comments to what is stored instead; what is missing can never be shown.

    People are counted for each dimension, as not everybody is asked each. A group is never kept beside a comment;
    senior managers who answered the survey stand apart from those who see.
    """
    if not limits.comments:
        return {}
    fewest = max(PEOPLE_FROM, limits.smallest)
    kept: dict[Asked, Place] = {}
    for dimension in answers.questionnaire.dimensions:
        asked = _count_asked(answers, [item.id for item in dimension.items])
        atoms = form_atoms(candidates.cells, [asked[place] for place in answers.seeing], fewest)
        for number, key in atoms.items():
            unit, group = answers.places[answers.seeing[number]]
            kept[unit, group, dimension.id] = store_place(key)
        if sum(asked[place] for place in answers.saying) >= fewest:
            for place in answers.saying:
                unit, group = answers.places[place]
                kept[unit, group, dimension.id] = store_place(SAYS)
    return kept


def _count_asked(answers: Answers, items: Sequence[str]) -> list[int]:
    """People a place who were asked at least one of these questions, and so for a comment."""
    columns = [number for number, item in enumerate(answers.layout.items) if item in items]
    return [int(tally.asked()[columns].max(initial=0)) for tally in answers.tallies]
