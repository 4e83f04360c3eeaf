"""The rules of scoring of one session: the scale, how attributes become a part, and whose weights count."""

from assessment.audit import record
from assessment.models import Workshop
from assessment.scoring.judging import ScoringSettings
from assessment.sessions.changing import MovedError, changing
from assessment.sessions.judged import SETTINGS, find_settings
from assessment.sessions.part_scores import has_scores


class FixedError(Exception):
    """Somebody has scored already: what was asked of assessors stays as it is."""


class OtherRulesError(Exception):
    """Somebody set other rules meanwhile; nothing was changed."""


def name_rules(workshop: Workshop) -> str:
    """Changes with the rules, so that a page can tell which it was filled from."""
    return "/".join(str(value) for value in find_settings(workshop).store().values())


def set_rules(organisation_id: int, workshop_id: int, settings: ScoringSettings, seen: str) -> None:
    """``seen``: :func:`name_rules` of what was on the page. Raises GoneError, MovedError once the session has ended,
    FixedError and OtherRulesError."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        _check_open(workshop)
        before = find_settings(workshop)
        if before == settings:
            return
        if name_rules(workshop) != seen:
            raise OtherRulesError
        asks = (settings.scale, settings.part_rule) != (before.scale, before.part_rule)
        if asks and has_scores(workshop_id):
            raise FixedError
        workshop.settings = workshop.settings | {SETTINGS: settings.store()}
        session.flush()
        old, new = before.store(), settings.store()
        changed = {f"scoring_{name}": [old[name], new[name]] for name in new if old[name] != new[name]}
        record(
            session,
            organisation_id,
            "session.rules-set",
            f"session {workshop_id}",
            {
                "name": workshop.name,
                "changed": changed,
            },
        )


def _check_open(workshop: Workshop) -> None:
    if workshop.state == "ended":
        raise MovedError
