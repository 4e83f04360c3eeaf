"""The forecast in words: one short list of sentences for each rate of answering."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from flask_babel import gettext as _

from assessment.campaigns.forecast import ALL, RATES, Outlook, advise_form, foresee
from assessment.language import current_language
from assessment.models import in_language
from assessment.release.candidates import Candidate
from assessment.release.structure import OTHERS, Structure


@dataclass(frozen=True, slots=True)
class Told:
    """One rate: its heading, and what will be seen then."""

    rate: int
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """``invited``: people who see, null where no head counts are known. ``advice``: what suits so few, or "".
    ``open_link``: what an open link costs, or "" where there is none. ``whole``: a pulse, of everybody as one whole."""

    invited: int | None
    advice: str
    told: tuple[Told, ...]
    open_link: str = ""
    whole: bool = False


def tell_forecast(snapshot: Mapping[str, Any], smallest: int, share: Fraction = ALL) -> Forecast:
    """``snapshot``: units, groups and head counts as a survey keeps them; ``share`` as in ``foresee``."""
    return tell_written(json.dumps(snapshot, sort_keys=True), smallest, share)


def tell_written(written: str, smallest: int, share: Fraction = ALL) -> Forecast:
    """The same of a snapshot that is written as JSON already."""
    return _tell_forecast(written, smallest, share, current_language())


@lru_cache(maxsize=64)
def _tell_forecast(written: str, smallest: int, share: Fraction, _language: str) -> Forecast:
    """Kept by all that goes into it: of 400 units the rules take their time, and the page is opened again."""
    snapshot = json.loads(written)
    structure = Structure.of(snapshot)
    invited = structure.count_invited()
    if invited is None:
        return Forecast(None, "", ())
    names, whole = Names(snapshot), bool(snapshot.get("whole"))
    outlooks = [foresee(structure, smallest, rate, share) for rate in RATES]
    told = tuple(
        Told(outlook.rate, _title(outlook), (_tell_pulse(outlook),))
        if whole
        else _tell(outlook, _tell_lost(before, outlook, names) if before else "", structure, names)
        for before, outlook in zip([None, *outlooks], outlooks, strict=False)
    )
    told = told if advise_form(invited) != "session" else ()
    advice = _advise_pulse(invited) if whole else _advise(invited)
    return Forecast(invited, advice, told, tell_open_link() if structure.open_link else "", whole)


def tell_open_link() -> str:
    """What set-up, forecast and check list say of a survey that some answer through an open link (trust rule A22)."""
    return _(
        "Some people answer through an open link, so an answer is a browser, a turn at the screen or a form, not a "
        "person. Groups of fewer than 10 are never shown, and no unit is split by group of people."
    )


@dataclass(frozen=True)
class Names:
    """Names of units and groups in the language in force."""

    snapshot: Mapping[str, Any]

    def unit(self, key: str) -> str:
        return self._find("units", key)

    def group(self, key: str) -> str:
        return self._find("groups", key)

    def _find(self, kind: str, key: str) -> str:
        names = self._names[kind]
        return in_language(names[key], current_language()) if key in names else key

    @cached_property
    def _names(self) -> dict[str, dict[str, dict[str, str]]]:
        return {kind: {row["key"]: row["name"] for row in self.snapshot.get(kind, ())} for kind in ("units", "groups")}


def _advise(invited: int) -> str:
    match advise_form(invited):
        case "session":
            return _(
                "With fewer than 8 people nothing can be shown without showing who said it. Hold a session instead: "
                "the same questions, talked through together."
            )
        case "small":
            return _(
                "With 8 to 14 people the survey takes its small form: the whole organisation only, in words; no units, "
                "no groups, no comments."
            )
    return ""


def _advise_pulse(invited: int) -> str:
    match advise_form(invited):
        case "session":
            return _("With fewer than 8 people nothing can be shown without showing who said it.")
        case "small":
            return _("With 8 to 14 people a pulse shows words only, and cannot be compared with last time.")
    return ""


def _title(outlook: Outlook) -> str:
    return _(
        "If %(rate)s %% answer: %(answered)s of %(invited)s",
        rate=outlook.rate,
        answered=outlook.answered,
        invited=outlook.invited,
    )


def _tell_pulse(outlook: Outlook) -> str:
    """A pulse has questions only: no total, no level, no recommendation, nothing of a unit or group."""
    match outlook.form:
        case "full":
            return _("Each question beside last time, give or take %(n)s points.", n=outlook.margin)
        case "answered" | "those who answered":
            return _(
                "Each question beside last time, “of those who answered”, give or take %(n)s points.", n=outlook.margin
            )
        case "words":
            return _("Each question in words only.")
        case _:
            return _("Too few to show anything.")


def _tell(outlook: Outlook, lost: str, structure: Structure, names: Names) -> Told:
    sentences = [_tell_whole(outlook)]
    if outlook.form in ("full", "answered"):
        sentences += [_tell_units(outlook, structure, names), lost, _tell_groups(outlook, names)]
    return Told(outlook.rate, _title(outlook), tuple(sentence for sentence in sentences if sentence))


def _tell_whole(outlook: Outlook) -> str:
    margin = outlook.margin
    match outlook.form:
        case "full":
            return _("The whole organisation: scores, levels and recommendations, give or take %(n)s points.", n=margin)
        case "answered":
            return _(
                "The whole organisation: scores and levels “of those who answered”, give or take %(n)s points.",
                n=margin,
            )
        case "those who answered":
            return _("The whole organisation: scores only, without a level or an index, and nothing about units.")
        case "words":
            return _("The whole organisation, in words only.")
        case _:
            return _("Too few to show anything: extend the survey once, or hold a session.")


def _tell_units(outlook: Outlook, structure: Structure, names: Names) -> str:
    tops = structure.children(None)
    whole = tops[0] if len(tops) == 1 else None
    units = [key for cell in outlook.units if (key := cell.key.removeprefix("unit:")) != whole]
    named = len(structure.parents) - (whole is not None)
    if not named:
        return ""
    if not units:
        return _("No unit on its own.")
    shown = join_names([names.unit(unit) for unit in units])
    joined = [_name_rest(cell, structure, names) for cell in outlook.joined]
    if joined:
        return _("Units: %(units)s. Shown together: %(joined)s.", units=shown, joined="; ".join(joined))
    if named > len(units):
        return _("Units: %(units)s; the others are too small and are counted in what is above them.", units=shown)
    return _("Units: %(units)s.", units=shown)


def _list_tops(cell: Candidate, structure: Structure) -> list[str]:
    """The highest units inside a joined rest."""
    return [unit for unit in cell.units if structure.parents.get(unit) not in cell.units]


def _name_rest(cell: Candidate, structure: Structure, names: Names) -> str:
    """Everybody who is shown together there: units, and those who stand directly in the unit above."""
    parent = cell.key.removeprefix("unit:").removesuffix(OTHERS) or None
    places = [place for place in structure.invited if structure.sees(place)]
    parts = [names.unit(unit) for unit in _list_tops(cell, structure)]
    if any(structure.home(places[place][0]) == parent for place in cell.members):
        own = _("those directly in %(unit)s", unit=names.unit(parent)) if parent else _("those in no unit")
        parts.append(own)
    return join_names(parts)


def _tell_lost(before: Outlook, now: Outlook, names: Names) -> str:
    """Why a unit that is shown on its own where fewer answer is not where more do (trust rule A5)."""
    shown = {cell.key for cell in now.units}
    lost = [cell.key for cell in before.units if cell.key not in shown]
    if not lost:
        return ""
    return _(
        "Not on its own here, though more people answer: %(units)s. As soon as a few answer beside it who are too few "
        "to be shown, it is shown together with them: otherwise their answers could be worked out by subtracting.",
        units=join_names([names.unit(key.removeprefix("unit:")) for key in lost]),
    )


def _tell_groups(outlook: Outlook, names: Names) -> str:
    if not outlook.groups:
        return _("No groups of people apart.")
    shown = join_names([" + ".join(names.group(group) for group in cell.groups) for cell in outlook.groups])
    if outlook.split_units:
        units = join_names([names.unit(key.removeprefix("unit:")) for key in outlook.split_units])
        return _("Groups: %(groups)s; also inside %(units)s.", groups=shown, units=units)
    return _("Groups: %(groups)s.", groups=shown)


def join_names(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])
