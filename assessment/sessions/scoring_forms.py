"""The forms of scoring a part alone, of agreeing on one together, and of the rules of scoring."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)

from assessment.campaigns.fields import LONGEST_TEXT, check_length, clean, offer
from assessment.models import in_language
from assessment.scoring.consensus import EVIDENCE, EVIDENCE_STEPS, PART_RULES, find_threshold
from assessment.scoring.judging import RADAR, SCALES, list_editions
from assessment.sessions.judged import Asked, Judged, list_evidence
from questionnaires import lens

POINTS = "points_"
OPEN = ""
"""Chosen by who cannot judge it: nothing is kept, which is not a zero."""
LONGEST_TALK = 60


def _text(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[check_length(LONGEST_TEXT)], description=hint)


class PartForm(Form):
    strengths = _text(lazy_gettext("Strengths"))
    areas = _text(lazy_gettext("Areas for improvement"))
    evidence = _text(lazy_gettext("Evidence"), lazy_gettext("What you saw or read, and where it is."))


class AgreeForm(Form):
    version = HiddenField()
    reason = _text(lazy_gettext("Why this score"))
    dissent = _text(
        lazy_gettext("What was said against it"), lazy_gettext("Kept beside the score, with a name if asked.")
    )


def _check_chosen(_form: Form, field: Any) -> None:
    if str(field.data or OPEN) not in {str(value) for value, *_rest in field.choices}:
        raise ValidationError(_("Choose one of the answers in the list"))


def make_scoring_form(
    base: type[Form], judged: Judged, part: str, sent: Any = None, data: Mapping[str, Any] | None = None
) -> Any:
    """``base`` with a field for each thing that is judged in this part; ``data``: points among them, by key."""
    given = dict(data or {})
    fields, filled = {}, {key: value for key, value in given.items() if key != "points"}
    for asked in judged.list_asked(part):
        name, points = POINTS + asked.key, given.get("points", {})
        fields[name] = _make_field(judged, asked)
        filled[name] = str(int(points[asked.key])) if asked.key in points else OPEN
    return type("ScoringForm", (base,), fields)(sent, data=filled)


def _make_field(judged: Judged, asked: Asked) -> Field:
    kind = RadioField if asked.key == EVIDENCE else SelectField
    label = _("What can be shown today") if asked.key == EVIDENCE else _name(asked)
    return kind(
        label,
        choices=offer(_list_choices(judged, asked.key)),
        validate_choice=False,
        validators=[_check_chosen],
        description=_("The part is scored no higher than this.") if asked.limits else "",
    )


def _name(asked: Asked) -> str:
    return f"{asked.element}: {asked.title}" if asked.element else asked.title


def _list_choices(judged: Judged, key: str) -> list[tuple[str, str]]:
    nothing = (OPEN, _("I cannot judge this"))
    if key == EVIDENCE:
        steps = list_evidence(judged.language)
        return [*((str(step), steps[step]) for step in range(EVIDENCE_STEPS)), nothing]
    radar = judged.model.radar
    if radar is None:
        return [nothing]
    values = []
    for value in range(0, 101, radar.step):
        band = find_threshold(radar.bands, value)
        values.append((str(value), f"{value} · {judged.say(band.name)}" if band else str(value)))
    return [nothing, *values]


def read_points(form: Any, judged: Judged, part: str) -> dict[str, float]:
    """What was chosen in a valid form; open things are left out."""
    chosen = {asked.key: form[POINTS + asked.key].data for asked in judged.list_asked(part)}
    return {key: int(value) for key, value in chosen.items() if value not in (None, OPEN)}


class RulesForm(Form):
    seen = HiddenField()
    scale = RadioField(lazy_gettext("What assessors judge"))
    part_rule = RadioField(lazy_gettext("How attributes become the score of a part"))
    capped = BooleanField(lazy_gettext("A part is scored no higher than the attribute that limits it"))
    edition = RadioField(lazy_gettext("Whose weights count"))
    minutes = IntegerField(lazy_gettext("Minutes to talk about a part"))

    def validate_minutes(self, field: IntegerField) -> None:
        if field.data is None or not 1 <= field.data <= LONGEST_TALK:
            raise ValidationError(_("Write a whole number from 1 to %(most)s", most=LONGEST_TALK))


def make_rules_form(judged: Judged, model: str, sent: Any, data: Mapping[str, Any]) -> RulesForm:
    """With what this model offers: only models with RADAR have more than the evidence scale, and rules to add up by."""
    form = RulesForm(sent, data=data)
    names = {EVIDENCE: _("five steps of evidence"), RADAR: _("RADAR, for trained assessors")}
    form.scale.choices = offer((one, names[one]) for one in SCALES)
    form.part_rule.choices = offer((rule, name_rule(rule)) for rule in PART_RULES)
    editions = list_editions(model) if judged.model.radar else ()
    form.edition.choices = offer((one, in_language(lens(one).title, judged.language)) for one in editions)
    if judged.model.radar is None:
        for name in ("scale", "part_rule", "capped", "edition"):
            del form[name]
    elif len(editions) < 2:
        del form["edition"]
    return form


def name_rule(rule: str) -> str:
    names = {
        "mean_of_elements": _("the mean of its elements"),
        "mean_of_attributes": _("the mean of all its attributes"),
        "weighted": _("the attributes by their weights, where a source names some"),
        "manual": _("assessors judge the part as a whole"),
    }
    return names[rule]
