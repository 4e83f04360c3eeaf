"""The trail of an organisation, for its administrators."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from assessment.access.rights import open_blueprint
from assessment.language import current_language
from assessment.trail.sentences import write_line
from assessment.trail.service import KINDS, find_rows
from assessment.trail.words import name_kinds

blueprint = Blueprint("trail", __name__, url_prefix="/organisations/<int:organisation_id>/trail")
open_blueprint(blueprint, "administrator")


@blueprint.get("")
def show_trail(organisation_id: int) -> ResponseReturnValue:
    """Newest first; ``kind`` and ``page`` stand in the address, and what is none of them counts as not given."""
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = find_rows(organisation_id, kind, request.args.get("page", 1, type=int))
    language = current_language()
    return render_template(
        "trail/trail.html",
        organisation_id=organisation_id,
        found=found,
        lines=[write_line(row, language) for row in found.rows],
        kind=kind,
        kinds=name_kinds(),
    )
