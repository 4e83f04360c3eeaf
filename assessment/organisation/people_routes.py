"""The list of people, typed or brought as a file, on one page with the head counts."""

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.fields import list_errors
from assessment.access.rights import get_colleague
from assessment.language import current_language
from assessment.models import Person
from assessment.organisation import people, service, upload
from assessment.organisation.faults import COLUMNS, FileError, name_column, place_fault, say_fault
from assessment.organisation.forms import ListForm, MoveForm, PersonForm, list_groups, list_languages, offer_search
from assessment.organisation.mending import LEAVE_OUT
from assessment.organisation.people import Search
from assessment.organisation.preview import Shown
from assessment.organisation.refusals import say_refusal
from assessment.organisation.service import RefusedError
from assessment.organisation.tree import Tree
from assessment.organisation.typed import Typed, name_typed, read_typed
from assessment.organisation.words import list_words, looks_like_group

MOST_ERRORS = 5
"""Rows to mend that are named on top of the page, so that what the list would do is seen below them."""

blueprint = Blueprint("people", __name__, url_prefix="/people")


def clean_search(values: Any) -> str:
    """The text that is searched for in an address or form."""
    return str(values.get("text", "")[:200].replace("\0", "").strip())


def read_search(tree: Tree, values: Any) -> tuple[Search, dict[str, Any]]:
    """What is asked for in an address or form, and the same as fields of an address."""
    unit_id = values.get("unit", 0, int)
    text = clean_search(values)
    asked = {"text": text, "unit": unit_id, "group": values.get("group", "").replace("\0", "")}
    # A unit that is not there holds nobody: it must not stand for all.
    unit_ids = (tree.list_within(unit_id) if unit_id in tree.places else ()) if unit_id else None
    return Search(text, unit_ids, str(asked["group"])), {key: value for key, value in asked.items() if value}


def show_people(organisation_id: int) -> ResponseReturnValue:
    return render_people(organisation_id, ListForm())


def render_people(organisation_id: int, form: ListForm, lost: list[tuple[str, str]] | None = None) -> str:
    """``lost``: what was typed into a list that is no longer kept."""
    form.offer()
    tree, groups = service.read_tree(organisation_id), service.read_groups(organisation_id)
    search, asked = read_search(tree, request.args)
    found = people.find_people(organisation_id, search, request.args.get("page", 1, int))
    any_people = bool(found.total) or service.has_people(organisation_id)
    language = current_language()
    move = MoveForm()
    move.offer(tree, groups)
    return render_template(
        "organisation/people.html",
        found=found,
        asked=asked,
        any_people=any_people,
        offers_survey=any_people and not people.has_surveys(organisation_id),
        search=offer_search(tree, groups, asked),
        groups=dict(list_groups(groups)),
        paths={unit_id: tree.write_path(unit_id, language) for unit_id in {person.unit_id for person in found.rows}},
        list_form=form,
        move=move,
        lost=lost or [],
        columns=[(name_column(column).capitalize(), ", ".join(list_words(column))) for column in COLUMNS],
        errors=list_errors(form),
    )


@blueprint.post("/move")
def move(organisation_id: int) -> ResponseReturnValue:
    """Those ticked, or all that the search finds."""
    search, asked = read_search(service.read_tree(organisation_id), request.form)
    ids = {int(text) for text in request.form.getlist("person") if text.isascii() and text.isdigit() and len(text) < 10}
    chosen = search if request.form.get("all") else ids
    unit_id = request.form.get("to_unit", 0, int) or None
    try:
        moved = people.move_people(organisation_id, chosen, unit_id=unit_id, group=request.form.get("to_group", ""))
    except RefusedError:
        abort(404)
    if moved:
        flash(ngettext("%(num)s person moved", "%(num)s people moved", moved))
    else:
        flash(_("Nobody was moved: tick people and choose a unit or a group"))
    return redirect(url_for("organisation.show_people", organisation_id=organisation_id, **asked), 303)


@blueprint.get("/new")
def ask_person(organisation_id: int) -> ResponseReturnValue:
    return render_person(organisation_id, PersonForm(language=current_language(), group="staff"), None)


@blueprint.post("/new")
def add_person(organisation_id: int) -> ResponseReturnValue:
    return keep_person(organisation_id, None)


def get_person(organisation_id: int, person_id: int) -> Person:
    return people.find_person(organisation_id, person_id) or abort(404)


@blueprint.get("/<int:person_id>")
def show_person(organisation_id: int, person_id: int) -> ResponseReturnValue:
    person = get_person(organisation_id, person_id)
    form = PersonForm(
        name=person.name, email=person.email, unit=person.unit_id, group=person.group_, language=person.language
    )
    return render_person(organisation_id, form, person)


@blueprint.post("/<int:person_id>")
def change_person(organisation_id: int, person_id: int) -> ResponseReturnValue:
    get_person(organisation_id, person_id)
    return keep_person(organisation_id, person_id)


def render_person(organisation_id: int, form: PersonForm, person: Person | None) -> str:
    form.offer(service.read_tree(organisation_id), service.read_groups(organisation_id))
    return render_template("organisation/person.html", form=form, person=person, errors=list_errors(form))


def keep_person(organisation_id: int, person_id: int | None) -> ResponseReturnValue:
    form = PersonForm(request.form)
    form.offer(service.read_tree(organisation_id), service.read_groups(organisation_id))
    if form.validate():
        try:
            people.keep_person(organisation_id, person_id, form.values)
        except RefusedError as refused:
            form.email.errors = [say_refusal(refused.reason)]
        else:
            flash(_("Saved: %(name)s", name=form.name.data or form.email.data))
            return redirect(url_for("organisation.show_people", organisation_id=organisation_id), 303)
    person = get_person(organisation_id, person_id) if person_id is not None else None
    return render_person(organisation_id, form, person), 422


@blueprint.post("/<int:person_id>/remove")
def remove_person(organisation_id: int, person_id: int) -> ResponseReturnValue:
    person = get_person(organisation_id, person_id)
    name = person.name or person.email
    people.remove_person(organisation_id, person_id)
    flash(_("Removed: %(name)s", name=name))
    return redirect(url_for("organisation.show_people", organisation_id=organisation_id), 303)


@blueprint.post("/list")
def bring_list(organisation_id: int) -> ResponseReturnValue:
    """Take in a file; a bad one leaves everything as it was."""
    form = ListForm(request.form)
    form.offer()
    brought = request.files.get("file")
    try:
        if brought is None or not brought.filename:
            raise FileError("missing file")
        upload.keep_list(
            organisation_id, get_colleague().account_id, brought.filename, brought.read(), form.language.data
        )
    except FileError as error:
        form.file.errors = [place_fault(error.fault)]
        return render_people(organisation_id, form), 422
    return redirect(url_for("organisation.people.show_list", organisation_id=organisation_id), 303)


@blueprint.get("/list")
def show_list(organisation_id: int) -> ResponseReturnValue:
    """What the list would change, a page of rows at a time; ``kind`` and ``page`` stand in the address."""
    account_id = get_colleague().account_id
    shown = upload.show_page(
        organisation_id, account_id, request.args.get("kind", ""), request.args.get("page", 1, int)
    )
    if shown is None:
        return redirect(url_for("organisation.show_people", organisation_id=organisation_id), 303)
    return render_list(organisation_id, shown)


def render_list(organisation_id: int, shown: Shown, typed: Typed | None = None) -> str:
    """``typed``: what could not be stored, which stays on the page."""
    tree, language = service.read_tree(organisation_id), current_language()
    groups = dict(list_groups(service.read_groups(organisation_id)))
    return render_template(
        "organisation/preview.html",
        shown=shown,
        lost=name_typed(typed, groups) if typed else [],
        # The rows of another file are other people.
        typed=typed.fields if typed and typed.brought == shown.brought else {},
        kinds={"added": _("Added"), "changed": _("Changed"), "missing": _("Not in the file"), "units": _("New units")},
        say_fault=say_fault,
        labels={column: name_column(column).capitalize() for column in COLUMNS},
        groups=groups,
        languages=dict(list_languages()),
        leave_out=LEAVE_OUT,
        units=[*shown.made, *(tree.write_path(place.id, language) for place in tree)] if shown.asks else [],
        doubt_words=say_doubts(),
        hints=[title for title in shown.unused if "group" not in shown.given and looks_like_group(title)],
        errors=list_mends(shown),
    )


def say_doubts() -> dict[str, str]:
    return {
        "few": _("New, with few people: is it a slip of the pen?"),
        "no name": _("New, and hardly the name of a unit."),
        "slash": _("A name is missing at one end of the path."),
    }


def list_mends(shown: Shown) -> list[tuple[str, str]]:
    """What is to be mended, with the field of each."""
    words = [
        (word.field, _("“%(word)s” is no group: choose which one it means", word=word.text))
        for word in shown.words
        if word.text
    ]
    words += [(word.field, _("Rows without a group: choose one")) for word in shown.words if not word.text]
    rows = [(f"row-{row.number}-{row.faults[0].column}", place_fault(row.faults[0])) for row in shown.faulty]
    found = words + rows
    if len(found) <= MOST_ERRORS:
        return found
    more = len(found) - MOST_ERRORS
    return [*found[:MOST_ERRORS], ("mend", ngettext("%(num)s more below", "%(num)s more below", more))]


@blueprint.post("/list/mend")
def mend_list(organisation_id: int) -> ResponseReturnValue:
    """Mend what was shown; where the same colleague changed the list in another window, all that was typed stays."""
    account_id = get_colleague().account_id
    typed = read_typed(request.form)
    try:
        upload.mend_rows(organisation_id, account_id, typed.fields, request.form.get("seen", ""))
    except RefusedError:
        shown = upload.show_page(organisation_id, account_id, "", 1)
        if shown is not None:
            return render_list(organisation_id, shown, typed), 409
        groups = dict(list_groups(service.read_groups(organisation_id)))
        return render_people(organisation_id, ListForm(), name_typed(typed, groups)), 409
    return redirect(url_for("organisation.people.show_list", organisation_id=organisation_id), 303)


@blueprint.post("/list/give-up")
def give_up_list(organisation_id: int) -> ResponseReturnValue:
    upload.give_up(organisation_id, get_colleague().account_id)
    flash(_("The list is thrown away; nothing has changed"))
    return redirect(url_for("organisation.show_people", organisation_id=organisation_id), 303)


@blueprint.post("/list/confirm")
def confirm_list(organisation_id: int) -> ResponseReturnValue:
    """Do what was shown; where something was typed beside it, take that in and show what the list would do then."""
    if any(text.strip() for text in read_typed(request.form).fields.values()):
        answer = make_response(mend_list(organisation_id))
        if answer.status_code == 303:
            flash(_("What you typed is taken in, and nothing is stored yet: look once more, then take the list over"))
        return answer
    try:
        done = upload.confirm_list(
            organisation_id,
            get_colleague().account_id,
            request.form.get("seen", ""),
            remove_missing=bool(request.form.get("remove_missing")),
        )
    except RefusedError as refused:
        flash(say_list_refusal(refused.reason))
        return redirect(url_for("organisation.people.show_list", organisation_id=organisation_id), 303)
    removed = len(done.missing) if request.form.get("remove_missing") else 0
    if done.changes_nothing and not removed:
        flash(_("The list says what was there already: nothing has changed"))
    else:
        numbers = {"added": len(done.added), "changed": len(done.changed), "removed": removed}
        flash(_("The list is taken over: %(added)s added, %(changed)s changed, %(removed)s removed", **numbers))
    return redirect(url_for("organisation.show_people", organisation_id=organisation_id), 303)


def say_list_refusal(reason: str) -> str:
    texts = {
        "gone": _("The list is no longer kept: bring the file again"),
        "changed": _("Something has changed meanwhile: look at the preview again. Nothing has been stored"),
        "faulty": _("Some rows are to be mended first. Nothing has been stored"),
    }
    return texts.get(reason) or say_refusal(reason)
