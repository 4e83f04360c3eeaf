"""Units, groups and head counts."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from assessment.access.fields import list_errors
from assessment.access.rights import open_blueprint
from assessment.language import current_language
from assessment.models import Unit
from assessment.organisation import people_routes, service
from assessment.organisation.browsing import find_units
from assessment.organisation.forms import CountsField, GroupsField, UnitForm, name_cell
from assessment.organisation.people_routes import clean_search
from assessment.organisation.refusals import say_refusal
from assessment.organisation.service import RefusedError

blueprint = Blueprint("organisation", __name__, url_prefix="/organisations/<int:organisation_id>")
blueprint.register_blueprint(people_routes.blueprint)
blueprint.add_url_rule("/people", "show_people", people_routes.show_people)
open_blueprint(blueprint, "facilitator")

MOST_CELLS = 100
"""Head counts on one page: 25 units with the four standard groups."""


@blueprint.get("/units")
def show_units(organisation_id: int) -> ResponseReturnValue:
    """A page of the tree, or of the units that a search finds; ``text`` and ``page`` stand in the address."""
    tree = service.read_tree(organisation_id)
    text = clean_search(request.args)
    found = find_units(tree, text, request.args.get("page", 1, int))
    above = found.rows[0].parent_id if found.rows and found.number > 1 else None
    language = current_language()
    return render_template(
        "organisation/units.html",
        tree=tree,
        found=found,
        text=text,
        paths={place.id: tree.write_path(place.id, language) for place in found.rows} if text else {},
        above=tree.write_path(above, language) if above is not None and not text else "",
        counts=service.count_within(organisation_id, tree, [place.id for place in found.rows]),
        groups=service.read_groups(organisation_id),
    )


@blueprint.get("/units/new")
def ask_unit(organisation_id: int) -> ResponseReturnValue:
    tree = service.read_tree(organisation_id)
    form = UnitForm(parent=request.args.get("parent", 0, int))
    form.offer_parents(tree)
    return render_template("organisation/unit.html", form=form, unit=None)


@blueprint.post("/units/new")
def add_unit(organisation_id: int) -> ResponseReturnValue:
    form = UnitForm(request.form)
    form.offer_parents(service.read_tree(organisation_id))
    if form.validate():
        try:
            service.add_unit(
                organisation_id, form.names, form.parent.data or None, builds_software=form.builds_software.data
            )
        except RefusedError as refused:
            blame_unit(form, refused)
        else:
            flash(_("Added: %(name)s", name=form.names[current_language()]))
            return redirect(url_for("organisation.show_units", organisation_id=organisation_id), 303)
    return render_template("organisation/unit.html", form=form, unit=None, errors=list_errors(form)), 422


def blame_unit(form: UnitForm, refused: RefusedError) -> None:
    field = form.name_en if refused.reason == "name taken" else form.parent
    field.errors = [*field.errors, say_refusal(refused.reason)]


def get_unit(organisation_id: int, unit_id: int) -> Unit:
    return service.find_unit(organisation_id, unit_id) or abort(404)


@blueprint.get("/units/<int:unit_id>")
def show_unit(organisation_id: int, unit_id: int) -> ResponseReturnValue:
    unit = get_unit(organisation_id, unit_id)
    return render_unit(organisation_id, unit, fill_unit(unit))


def fill_unit(unit: Unit) -> UnitForm:
    return UnitForm(
        name_en=unit.name.get("en", ""),
        name_nl=unit.name.get("nl", ""),
        parent=unit.parent_id or 0,
        builds_software=unit.builds_software,
    )


def render_unit(organisation_id: int, unit: Unit, form: UnitForm) -> str:
    tree = service.read_tree(organisation_id)
    form.offer_parents(tree, unit.id)
    beside = tree.list_beside(unit.parent_id)
    return render_template(
        "organisation/unit.html",
        form=form,
        unit=unit,
        path=tree.write_path(unit.id, current_language()),
        first=beside[0] == unit.id,
        last=beside[-1] == unit.id,
        errors=list_errors(form),
    )


@blueprint.post("/units/<int:unit_id>")
def change_unit(organisation_id: int, unit_id: int) -> ResponseReturnValue:
    unit = get_unit(organisation_id, unit_id)
    form = UnitForm(request.form)
    form.offer_parents(service.read_tree(organisation_id), unit_id)
    if form.validate():
        try:
            service.change_unit(
                organisation_id,
                unit_id,
                form.names,
                form.parent.data or None,
                builds_software=form.builds_software.data,
            )
        except RefusedError as refused:
            blame_unit(form, refused)
        else:
            flash(_("Saved: %(name)s", name=form.names[current_language()]))
            return redirect(url_for("organisation.show_units", organisation_id=organisation_id), 303)
        unit = get_unit(organisation_id, unit_id)
    return render_unit(organisation_id, unit, form), 422


@blueprint.post("/units/<int:unit_id>/shift")
def shift_unit(organisation_id: int, unit_id: int) -> ResponseReturnValue:
    get_unit(organisation_id, unit_id)
    service.shift_unit(organisation_id, unit_id, down=request.form.get("direction") == "down")
    return redirect(url_for("organisation.show_unit", organisation_id=organisation_id, unit_id=unit_id), 303)


@blueprint.post("/units/<int:unit_id>/remove")
def remove_unit(organisation_id: int, unit_id: int) -> ResponseReturnValue:
    unit = get_unit(organisation_id, unit_id)
    try:
        service.remove_unit(organisation_id, unit_id)
    except RefusedError as refused:
        form = UnitForm(
            data={**{f"name_{key}": text for key, text in unit.name.items()}, "parent": unit.parent_id or 0}
        )
        form.parent.errors = [say_refusal(refused.reason)]
        return render_unit(organisation_id, get_unit(organisation_id, unit_id), form), 409
    flash(_("The unit is removed"))
    return redirect(url_for("organisation.show_units", organisation_id=organisation_id), 303)


@blueprint.route("/groups", methods=["GET", "POST"])
def show_groups(organisation_id: int) -> ResponseReturnValue:
    groups = service.read_groups(organisation_id)
    field = GroupsField(groups, _form=Form(), name="groups")
    field.process(request.form if request.method == "POST" else None)
    if request.method == "POST" and not field.faults:
        service.rename_groups(organisation_id, field.data)
        flash(_("The names of the groups are saved"))
        return redirect(url_for("organisation.show_units", organisation_id=organisation_id), 303)
    page = render_template("organisation/groups.html", field=field, errors=list(field.faults.items()))
    return page, 422 if field.faults else 200


@blueprint.route("/head-counts", methods=["GET", "POST"])
def show_head_counts(organisation_id: int) -> ResponseReturnValue:
    """How many people are in each unit and group, some units a page."""
    groups = service.read_groups(organisation_id)
    places = list(service.read_tree(organisation_id))
    size = max(1, MOST_CELLS // max(1, len(groups)))
    pages = max(1, -(-len(places) // size))
    number = min(max(request.args.get("page", 1, int), 1), pages)
    shown = places[(number - 1) * size : number * size]
    counts = service.read_head_counts(organisation_id)
    field = CountsField([place.id for place in shown], [group.key for group in groups], _form=Form(), name="counts")
    field.process(request.form if request.method == "POST" else None, counts)
    if request.method == "POST" and not field.faults:
        service.keep_head_counts(organisation_id, [place.id for place in shown], field.data)
        flash(_("The head counts are saved"))
        ahead = number + 1 if request.form.get("go") == "next" else number
        return redirect(url_for("organisation.show_head_counts", organisation_id=organisation_id, page=ahead), 303)
    values: dict[str, Any] = {"field": field, "places": shown, "groups": groups, "number": number, "pages": pages}
    values |= {"total": sum(counts.values()), "has_list": service.has_people(organisation_id)}
    page = render_template(
        "organisation/head_counts.html", name_cell=name_cell, errors=list(field.faults.items()), **values
    )
    return page, 422 if field.faults else 200
