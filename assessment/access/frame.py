"""What stands around the pages of those who sign in: the organisation, the menu, who it is."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _

from assessment.access.rights import Colleague, find_colleague
from assessment.language import current_language
from assessment.models import Organisation, db, in_language


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """``organisation`` and ``entries`` are empty outside an organisation, ``name`` where nobody is signed in; ``here``:
    the address to which somebody comes back who switches the language."""

    organisation: str = ""
    name: str = ""
    entries: tuple[Entry, ...] = ()
    here: str = ""


def add_frame(app: Flask) -> None:
    """Give templates ``frame``, made when a page asks for it."""
    app.context_processor(lambda: {"frame": LazyFrame()})


class LazyFrame:
    """Looks up who and where only on pages that show it: those of respondents never do."""

    def __getattr__(self, name: str) -> object:
        if "frame" not in g:
            g.frame = make_frame()
        return getattr(g.frame, name)


def make_frame() -> Frame:
    colleague = find_colleague()
    if colleague is None:
        return Frame()
    name = colleague.name or colleague.email
    # Nothing of an account is changed before its second factor was given.
    here = "" if colleague.half_signed_in else find_here()
    organisation_id = g.get("organisation_id")
    if organisation_id is None:
        return Frame(name=name, here=here)
    # A page that has read the organisation already does not ask again.
    organisation = db.session.get_one(Organisation, organisation_id)
    own = in_language(organisation.name, current_language())
    return Frame(own, name, tuple(list_entries(colleague, organisation_id)), here)


def find_here() -> str:
    """This page's address, or where it can be opened at all: a form that was refused stands at an address that only
    takes forms, and one above it shows the page."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    urls = current_app.create_url_adapter(request)
    path = request.path
    while path and urls is not None and not urls.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path


ENTRIES = (
    ("surveys", "campaigns.list_surveys", ("facilitator", "administrator", "executive", "unit-reader")),
    ("sessions", "sessions.list_sessions", ("facilitator",)),
    ("comments", "comments.list_surveys", ("facilitator", "second-reader")),
    ("organisation", "organisation.show_units", ("facilitator",)),
    ("people", "organisation.show_people", ("facilitator",)),
    ("colleagues", "accounts.list_colleagues", ("administrator",)),
    ("trail", "trail.show_trail", ("administrator",)),
)
"""Menu: key, where it leads, and for whom. An entry whose page does not exist yet is left out."""


def list_entries(colleague: Colleague, organisation_id: int) -> list[Entry]:
    labels = {
        "surveys": _("Surveys"),
        "sessions": _("Sessions"),
        "comments": _("Comments"),
        "organisation": _("Organisation"),
        "people": _("People"),
        "colleagues": _("Colleagues"),
        "trail": _("Trail"),
    }
    roles = colleague.roles_in(organisation_id)
    return [
        Entry(key, labels[key], url_for(endpoint, organisation_id=organisation_id))
        for key, endpoint, allowed in ENTRIES
        if roles & set(allowed) and endpoint in current_app.view_functions
    ]
