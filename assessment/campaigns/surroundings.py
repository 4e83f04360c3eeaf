"""What the set-up page offers to choose from, read from the organisation as it is today."""

from assessment.campaigns.service import snapshot_structure
from assessment.campaigns.setup_form import Surroundings
from assessment.language import current_language
from assessment.models import db, in_language
from assessment.organisation.service import count_everybody
from assessment.respond.structure import make_structure


def load_surroundings(organisation_id: int) -> Surroundings:
    """Units with the names of those above them, groups in joining order, and whether people are listed."""
    snapshot = snapshot_structure(db.session, organisation_id, ())
    structure = make_structure(snapshot)
    language = current_language()
    return Surroundings(
        units=[(key, structure.name_unit(key, language)) for key in structure.units],
        groups=[(row["key"], in_language(row["name"], language), row["voice"]) for row in snapshot["groups"]],
        listed=count_everybody(organisation_id),
    )
