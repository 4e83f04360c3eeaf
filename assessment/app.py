"""Puts the house together: the only place that knows every room."""

from flask import Flask
from flask_wtf import CSRFProtect

from assessment import health
from assessment.access.choices import add_choices
from assessment.access.files import log_files
from assessment.access.frame import add_frame
from assessment.access.rights import PUBLIC, guard_routes, open_blueprint
from assessment.accounts import routes as accounts_routes
from assessment.accounts.library import prepare_library
from assessment.assets import serve_look
from assessment.audit import SYSTEM, let_act
from assessment.campaigns import invite_jobs, mails, sponsor_mail, sponsor_routes
from assessment.campaigns import jobs as campaigns_jobs
from assessment.campaigns import routes as campaigns_routes
from assessment.comments import jobs as comments_jobs
from assessment.comments import reminding
from assessment.comments import routes as comments_routes
from assessment.council import jobs as council_jobs
from assessment.council import routes as council_routes
from assessment.errors import register_errors
from assessment.foundation import create_foundation
from assessment.headers import configure_cookies_and_limits
from assessment.improvement import routes as improvement_routes
from assessment.jobs import Handler, register_handlers
from assessment.joint import jobs as joint_jobs
from assessment.joint import mails as joint_mails
from assessment.joint import routes as joint_routes
from assessment.joint import team_routes as joint_team_routes
from assessment.log import log_requests
from assessment.mail import colleagues as colleague_mails
from assessment.mail import jobs as mail_jobs
from assessment.mail.kinds import Writer, register_writers
from assessment.organisation import jobs as organisation_jobs
from assessment.organisation import routes as organisation_routes
from assessment.organisation.plan import add_organisation
from assessment.release import jobs as release_jobs
from assessment.reporting import (
    check_routes,
    look_routes,
    passing_on,
    publish_routes,
    reader_routes,
    report_mail,
    staff_routes,
    words_routes,
)
from assessment.reporting import jobs as reporting_jobs
from assessment.reporting import routes as reporting_routes
from assessment.respond import routes as respond_routes
from assessment.results import chart_routes, reference_routes
from assessment.results import jobs as results_jobs
from assessment.results import routes as results_routes
from assessment.sessions import (
    assessor_routes,
    board_routes,
    consensus_routes,
    conversation_routes,
    minutes_jobs,
    minutes_routes,
    network_routes,
    note_routes,
    room_routes,
)
from assessment.sessions import reminding as sessions_reminding
from assessment.sessions import routes as sessions_routes
from assessment.sessions.streaming import Watch
from assessment.settings import Settings
from assessment.trail import routes as trail_routes

sessions_routes.blueprint.register_blueprint(board_routes.blueprint)
room_routes.blueprint.register_blueprint(assessor_routes.blueprint)
sessions_routes.blueprint.register_blueprint(consensus_routes.blueprint)
room_routes.blueprint.register_blueprint(note_routes.blueprint)

OPEN_PAGES = (
    health.blueprint,
    respond_routes.blueprint,
    staff_routes.blueprint,
    check_routes.blueprint,
    sponsor_routes.blueprint,
    joint_routes.blueprint,
    reader_routes.blueprint,
    room_routes.blueprint,
    conversation_routes.phones,
    minutes_routes.phones,
)
"""What everybody may open: who answers has no account."""

PAGES = (
    *OPEN_PAGES,
    accounts_routes.blueprint,
    organisation_routes.blueprint,
    campaigns_routes.blueprint,
    results_routes.blueprint,
    chart_routes.blueprint,
    reference_routes.blueprint,
    reporting_routes.blueprint,
    improvement_routes.blueprint,
    publish_routes.blueprint,
    words_routes.blueprint,
    look_routes.blueprint,
    trail_routes.blueprint,
    joint_team_routes.blueprint,
    comments_routes.blueprint,
    council_routes.blueprint,
    sessions_routes.blueprint,
    conversation_routes.hand,
    minutes_routes.hand,
)
"""What can be opened in a browser, a blueprint a room. Views outside ``OPEN_PAGES`` name their own rule."""

network_routes.nest_routes(sessions_routes.blueprint, room_routes.blueprint)

OTHER_RULES = {"static": frozenset({PUBLIC}), "look": frozenset({PUBLIC})}
"""Rules of endpoints that are no views of ours."""

HANDLERS: dict[str, Handler] = {
    **release_jobs.HANDLERS,
    **reporting_jobs.HANDLERS,
    **passing_on.HANDLERS,
    **organisation_jobs.HANDLERS,
    **campaigns_jobs.HANDLERS,
    **comments_jobs.HANDLERS,
    **mail_jobs.HANDLERS,
    **invite_jobs.HANDLERS,
    **joint_jobs.HANDLERS,
    **council_jobs.HANDLERS,
    **results_jobs.HANDLERS,
    **minutes_jobs.HANDLERS,
    **sessions_reminding.HANDLERS,
}
"""What workers do: a function for each kind of job."""

MAIL_WRITERS: dict[str, Writer] = {
    **colleague_mails.WRITERS,
    **mails.WRITERS,
    **sponsor_mail.WRITERS,
    **joint_mails.WRITERS,
    **report_mail.WRITERS,
    **reminding.WRITERS,
    **sessions_reminding.WRITERS,
}
"""What mails say: a function for each kind of mail."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; raises AssetsMissingError or SettingsError instead of starting half."""
    app = create_foundation(settings)
    let_act(app, SYSTEM)
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
    log_files(app)
    add_frame(app)
    add_choices(app)
    register_handlers(app, HANDLERS)
    # The first start makes an organisation, which is another room's trade.
    app.extensions["add_organisation"] = add_organisation
    register_writers(app, MAIL_WRITERS)
    app.extensions["watch"] = Watch(app)
    return app
