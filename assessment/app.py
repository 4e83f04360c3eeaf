"""Puts the house together: the only place that knows every room."""

from flask import Flask
from flask_wtf import CSRFProtect

from assessment import health
from assessment.access.frame import add_frame
from assessment.access.rights import PUBLIC, guard_routes, open_blueprint
from assessment.accounts import routes as accounts_routes
from assessment.accounts.library import prepare_library
from assessment.assets import serve_look
from assessment.campaigns import (
    card_routes,
    door_routes,
    invitation_routes,
    invite_jobs,
    mails,
    paper_routes,
    sponsor_routes,
)
from assessment.campaigns import jobs as campaigns_jobs
from assessment.campaigns import routes as campaigns_routes
from assessment.errors import register_errors
from assessment.foundation import create_foundation
from assessment.headers import configure_cookies_and_limits
from assessment.jobs import Handler, register_handlers
from assessment.log import log_requests
from assessment.mail import colleagues as colleague_mails
from assessment.mail import jobs as mail_jobs
from assessment.mail.kinds import Writer, register_writers
from assessment.organisation import jobs as organisation_jobs
from assessment.organisation import routes as organisation_routes
from assessment.organisation.plan import add_organisation
from assessment.release import jobs as release_jobs
from assessment.reporting import jobs as reporting_jobs
from assessment.reporting import routes as reporting_routes
from assessment.respond import routes as respond_routes
from assessment.results import routes as results_routes
from assessment.settings import Settings

OPEN_PAGES = (
    health.blueprint,
    respond_routes.blueprint,
    results_routes.blueprint,
    reporting_routes.blueprint,
    sponsor_routes.blueprint,
)
"""What everybody may open: who answers has no account."""

PAGES = (
    *OPEN_PAGES,
    accounts_routes.blueprint,
    organisation_routes.blueprint,
    campaigns_routes.blueprint,
    invitation_routes.blueprint,
    card_routes.blueprint,
    door_routes.blueprint,
    paper_routes.blueprint,
)
"""What can be opened in a browser, a blueprint a room. Views outside ``OPEN_PAGES`` name their own rule."""

OTHER_RULES = {"static": frozenset({PUBLIC}), "look": frozenset({PUBLIC})}
"""Rules of endpoints that are no views of ours."""

HANDLERS: dict[str, Handler] = {
    **release_jobs.HANDLERS,
    **reporting_jobs.HANDLERS,
    **organisation_jobs.HANDLERS,
    **campaigns_jobs.HANDLERS,
    **mail_jobs.HANDLERS,
    **invite_jobs.HANDLERS,
}
"""What workers do: a function for each kind of job."""

MAIL_WRITERS: dict[str, Writer] = {**colleague_mails.WRITERS, **mails.WRITERS}
"""What mails say: a function for each kind of mail."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; raises AssetsMissingError or SettingsError instead of starting half."""
    app = create_foundation(settings)
    configure_cookies_and_limits(app, app.extensions["settings"])
    CSRFProtect(app)
    prepare_library(app)
    log_requests(app)
    register_errors(app)
    serve_look(app)
    for blueprint in OPEN_PAGES:
        open_blueprint(blueprint, PUBLIC)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    guard_routes(app, OTHER_RULES)
    add_frame(app)
    register_handlers(app, HANDLERS)
    # The first start makes an organisation, which is another room's trade.
    app.extensions["add_organisation"] = add_organisation
    register_writers(app, MAIL_WRITERS)
    return app
