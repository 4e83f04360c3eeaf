"""Colleagues of an organisation: for its administrators."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.access.rights import end_all_sign_ins, get_colleague, open_to
from assessment.accounts import colleagues
from assessment.accounts.blueprint import blueprint
from assessment.accounts.colleagues import LastAdministratorError, Member
from assessment.accounts.forms import InviteForm, RightsForm, read
from assessment.accounts.links import INVITATION_LIFETIME
from assessment.accounts.roles import name_roles
from assessment.accounts.undelivered import list_undelivered, send_again
from assessment.language import current_language
from assessment.log import log
from assessment.mail.faults import tell_fault
from assessment.models import in_language

PLACE = "/organisations/<int:organisation_id>/colleagues"
INDENT = "\N{NO-BREAK SPACE}" * 4


@blueprint.get(PLACE)
@open_to("administrator")
def list_colleagues(organisation_id: int) -> ResponseReturnValue:
    return render_template(
        "accounts/colleagues.html",
        members=colleagues.list_members(organisation_id),
        invitations=colleagues.list_invitations(organisation_id),
        undelivered=list_undelivered(organisation_id),
        tell_fault=tell_fault,
        units=_name_units(organisation_id),
        roles=name_roles(),
        organisation_id=organisation_id,
        me=get_colleague().account_id,
    )


@blueprint.get(f"{PLACE}/invite")
@open_to("administrator")
def ask_invitation(organisation_id: int) -> ResponseReturnValue:
    form = InviteForm(data={"language": current_language()})
    form.offer(_offer_units(organisation_id))
    return _show_invite(form, organisation_id)


@blueprint.post(f"{PLACE}/invite")
@open_to("administrator")
def invite(organisation_id: int) -> ResponseReturnValue:
    form = InviteForm(request.form)
    form.offer(_offer_units(organisation_id))
    if not form.validate():
        return _show_invite(form, organisation_id)
    email, roles = read(form.email), form.roles.data or []
    colleagues.invite_colleague(organisation_id, email, roles, read(form.unit), read(form.language))
    log.info("colleague invited", account=get_colleague().account_id, roles=roles)
    flash(_("A link is on its way to %(email)s. It works once, for %(days)s days.", email=email, days=_days()))
    return redirect(url_for("accounts.list_colleagues", organisation_id=organisation_id), 303)


def _show_invite(form: InviteForm, organisation_id: int) -> ResponseReturnValue:
    errors = list_errors(form)
    page = render_template(
        "accounts/invite.html", form=form, organisation_id=organisation_id, days=_days(), errors=errors
    )
    return page, 422 if errors else 200


def _days() -> int:
    return INVITATION_LIFETIME.days


@blueprint.post(f"{PLACE}/invitations/<int:welcome_id>/withdraw")
@open_to("administrator")
def withdraw(organisation_id: int, welcome_id: int) -> ResponseReturnValue:
    if not colleagues.withdraw_invitation(organisation_id, welcome_id):
        abort(404)
    flash(_("The invitation is withdrawn: its link no longer works."))
    return redirect(url_for("accounts.list_colleagues", organisation_id=organisation_id), 303)


@blueprint.post(f"{PLACE}/mails/<int:welcome_id>/again")
@open_to("administrator")
def send_mail_again(organisation_id: int, welcome_id: int) -> ResponseReturnValue:
    """To the address it was for; no form names another."""
    email = send_again(organisation_id, welcome_id) or abort(404)
    log.info("colleague's mail sent again", account=get_colleague().account_id)
    flash(_("The mail to %(email)s is sent again.", email=email))
    return redirect(url_for("accounts.list_colleagues", organisation_id=organisation_id), 303)


@blueprint.get(f"{PLACE}/<int:account_id>")
@open_to("administrator")
def show_colleague(organisation_id: int, account_id: int) -> ResponseReturnValue:
    member = _find_member(organisation_id, account_id)
    form = RightsForm(data={"roles": list(member.roles), "unit": member.unit})
    form.offer(_offer_units(organisation_id))
    return _show_colleague(form, organisation_id, member)


@blueprint.post(f"{PLACE}/<int:account_id>")
@open_to("administrator")
def change_colleague(organisation_id: int, account_id: int) -> ResponseReturnValue:
    member, form = _find_member(organisation_id, account_id), RightsForm(request.form)
    form.offer(_offer_units(organisation_id))
    if not form.validate():
        return _show_colleague(form, organisation_id, member)
    try:
        colleagues.change_rights(organisation_id, account_id, form.roles.data or [], read(form.unit))
    except LastAdministratorError:
        form.roles.errors = [_("Somebody must manage colleagues: make another colleague administrator first")]
        return _show_colleague(form, organisation_id, member)
    if account_id == get_colleague().account_id:
        return redirect(url_for("accounts.home"), 303)
    end_all_sign_ins([account_id])
    log.info("rights changed", account=account_id, by=get_colleague().account_id, roles=form.roles.data)
    flash(_("The rights of %(name)s are changed.", name=member.name or member.email))
    return redirect(url_for("accounts.list_colleagues", organisation_id=organisation_id), 303)


@blueprint.post(f"{PLACE}/<int:account_id>/remove")
@open_to("administrator")
def remove(organisation_id: int, account_id: int) -> ResponseReturnValue:
    member = _find_member(organisation_id, account_id)
    mine = account_id == get_colleague().account_id
    try:
        colleagues.remove_colleague(organisation_id, account_id)
    except LastAdministratorError:
        flash(_("Somebody must manage colleagues: make another colleague administrator first."))
        return redirect(url_for("accounts.show_colleague", organisation_id=organisation_id, account_id=account_id), 303)
    log.info("colleague removed", account=account_id)
    if mine:
        return redirect(url_for("accounts.sign_in"), 303)
    flash(_("%(name)s no longer works here and is signed out everywhere.", name=member.name or member.email))
    return redirect(url_for("accounts.list_colleagues", organisation_id=organisation_id), 303)


def _find_member(organisation_id: int, account_id: int) -> Member:
    return colleagues.find_member(organisation_id, account_id) or abort(404)


def _show_colleague(form: RightsForm, organisation_id: int, member: Member) -> ResponseReturnValue:
    errors = list_errors(form)
    page = render_template(
        "accounts/colleague.html",
        form=form,
        organisation_id=organisation_id,
        member=member,
        mine=member.account_id == get_colleague().account_id,
        errors=errors,
    )
    return page, 422 if errors else 200


def _name_units(organisation_id: int) -> dict[str, str]:
    language = current_language()
    return {key: in_language(name, language) for key, name, _depth in colleagues.list_units(organisation_id)}


def _offer_units(organisation_id: int) -> list[tuple[str, str]]:
    """Units to choose from, set in under their parents."""
    language = current_language()
    return [
        (key, INDENT * depth + in_language(name, language))
        for key, name, depth in colleagues.list_units(organisation_id)
    ]
