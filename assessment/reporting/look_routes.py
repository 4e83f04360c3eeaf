"""An organisation's look: its colour and logo, and how its reports will look with them."""

from base64 import b64decode, b64encode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.rights import open_blueprint
from assessment.language import current_language
from assessment.models import Organisation, db, in_language
from assessment.reporting.look import LARGEST_LOGO, keep_look, read_look
from assessment.reporting.look_forms import LookForm, find_fault, read_colour
from reports.charts.parts import ACCENT
from reports.html import mix_tint

blueprint = Blueprint("look_of", __name__, url_prefix="/organisations/<int:organisation_id>/look")
open_blueprint(blueprint, "administrator", "facilitator")


@blueprint.get("")
def show_look(organisation_id: int) -> ResponseReturnValue:
    look = read_look(organisation_id)
    return render_look(organisation_id, LookForm(colour=look.colour if look else ""))


@blueprint.post("")
def change_look(organisation_id: int) -> ResponseReturnValue:
    """Keep it; or, by the other button, only show what colour and logo would do."""
    form = LookForm(request.form)
    valid = form.validate()
    brought = request.files.get("logo")
    # One byte more than is allowed says enough.
    valid = form.take_logo(brought.read(LARGEST_LOGO + 1) if brought and brought.filename else None) and valid
    if not valid:
        return render_look(organisation_id, form), 422
    if "show" in request.form:
        return render_look(organisation_id, form)
    keep_look(organisation_id, read_colour(form.colour.data) or "", form.logo_bytes)
    flash(say_kept(organisation_id, form))
    return redirect(url_for(".show_look", organisation_id=organisation_id), 303)


@blueprint.get("/preview")
def show_preview(organisation_id: int) -> ResponseReturnValue:
    """The preview alone, for a page that asks while somebody types."""
    if "HX-Request" not in request.headers:
        return redirect(url_for(".show_look", organisation_id=organisation_id), 303)
    return render_template("reporting/_look.html", **describe_preview(organisation_id, request.args.get("colour")))


def say_kept(organisation_id: int, form: LookForm) -> str:
    """With which logo: who was only shown one may believe that it was kept."""
    if form.logo_bytes:
        return _("The look is kept, with the new logo. Reports that are made from now on have it.")
    look = read_look(organisation_id)
    if look and look.logo:
        return _("The look is kept, with the logo that was there. Reports that are made from now on have it.")
    return _("The look is kept, without a logo. Reports that are made from now on have it.")


def render_look(organisation_id: int, form: LookForm) -> str:
    look = read_look(organisation_id)
    return render_template(
        "reporting/look.html",
        form=form,
        errors=list_errors(form),
        has_logo=bool(look and look.logo),
        **describe_preview(organisation_id, form.colour.data, form.logo_bytes),
    )


def describe_preview(organisation_id: int, wished: str | None, brought: bytes | None = None) -> dict[str, object]:
    """What the picture shows: a colour that can be taken, else the house's own, and the logo that was brought, else the
    one that is kept; b"" for none."""
    look = read_look(organisation_id)
    fault = find_fault(wished)
    colour = "" if fault else read_colour(wished)
    organisation = db.session.get_one(Organisation, organisation_id)
    logo = brought
    if logo is None:
        logo = b64decode(look.logo) if look and look.logo else b""
    return {
        "accent": colour or ACCENT,
        "tint": mix_tint(colour or ACCENT),
        "fault": fault,
        "logo": f"data:image/png;base64,{b64encode(logo).decode('ascii')}" if logo else "",
        "organisation": in_language(organisation.name, current_language()),
    }
