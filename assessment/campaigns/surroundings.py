"""What the set-up page offers to choose from, read from the organisation as it is today."""

from functools import lru_cache

from assessment.campaigns.service import describe_structure
from assessment.campaigns.setup_form import Surroundings
from assessment.language import current_language
from assessment.models import db, in_language
from assessment.organisation.service import count_everybody, has_people, read_groups
from assessment.organisation.tree import Rows, make_units, read_rows
from assessment.respond.structure import make_structure


def load_surroundings(organisation_id: int) -> Surroundings:
    """Units with the names of those above them, groups in joining order, and whether people are listed."""
    language = current_language()
    listed = count_everybody(organisation_id)
    return Surroundings(
        units=_name_units(read_rows(db.session, organisation_id), language),
        groups=[(group.key, in_language(group.name, language), group.voice) for group in read_groups(organisation_id)],
        listed=listed,
        has_list=bool(listed) and has_people(organisation_id),
    )


@lru_cache(maxsize=32)
def _name_units(rows: Rows, language: str) -> tuple[tuple[str, str], ...]:
    structure = make_structure(describe_structure(make_units(rows), (), ()))
    return tuple((key, structure.name_unit(key, language)) for key in structure.units)
