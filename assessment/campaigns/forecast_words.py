"""The forecast in words: one short list of sentences for each rate of answering."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from assessment.campaigns.forecast import ALL, RATES, Outlook, advise_form, foresee
from assessment.language import current_language
from assessment.models import in_language
from assessment.release.candidates import Candidate
from assessment.release.structure import Structure


@dataclass(frozen=True, slots=True)
class Told:
    """One rate: its heading, and what will be seen then."""

    rate: int
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """``invited``: people who see, null where no head counts are known. ``advice``: what suits so few, or "".
    ``open_link``: what an open link costs, or "" where there is none."""

    invited: int | None
    advice: str
    told: tuple[Told, ...]
    open_link: str = ""


def tell_forecast(snapshot: Mapping[str, Any], smallest: int, share: Fraction = ALL) -> Forecast:
    """``snapshot``: units, groups and head counts as a survey keeps them; ``share`` as in ``foresee``."""
    return _tell_forecast(json.dumps(snapshot, sort_keys=True), smallest, share, current_language())


@lru_cache(maxsize=64)
def _tell_forecast(written: str, smallest: int, share: Fraction, _language: str) -> Forecast:
    """Kept by all that goes into it: of 400 units the rules take half a second, and the page is opened again."""
    snapshot = json.loads(written)
    structure = Structure.of(snapshot)
    invited = structure.count_invited()
    if invited is None:
        return Forecast(None, "", ())
    names = Names(snapshot)
    told = tuple(_tell(foresee(structure, smallest, rate, share), structure, names) for rate in RATES)
    told = told if advise_form(invited) != "session" else ()
    return Forecast(invited, _advise(invited), told, tell_open_link() if structure.open_link else "")


def tell_open_link() -> str:
    """What set-up, forecast and check list say of a survey that some answer through an open link (trust rule A22)."""
    return _(
        "Some people answer through an open link, so an answer is a browser, a turn at the screen or a form, not a "
        "person. Groups of fewer than 10 are never shown, and no unit is split by group of people."
    )


@dataclass(frozen=True, slots=True)
class Names:
    """Names of units and groups in the language in force."""

    snapshot: Mapping[str, Any]

    def unit(self, key: str) -> str:
        return self._find("units", key)

    def group(self, key: str) -> str:
        return self._find("groups", key)

    def _find(self, kind: str, key: str) -> str:
        names = {row["key"]: row["name"] for row in self.snapshot.get(kind, ())}
        return in_language(names[key], current_language()) if key in names else key


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


def _tell(outlook: Outlook, structure: Structure, names: Names) -> Told:
    title = _(
        "If %(rate)s %% answer: %(answered)s of %(invited)s",
        rate=outlook.rate,
        answered=outlook.answered,
        invited=outlook.invited,
    )
    sentences = [_tell_whole(outlook)]
    if outlook.form in ("full", "answered"):
        sentences += [_tell_units(outlook, structure, names), _tell_groups(outlook, names)]
    return Told(outlook.rate, title, tuple(sentence for sentence in sentences if sentence))


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
    shown = _join([names.unit(unit) for unit in units])
    joined = [_join([names.unit(unit) for unit in _list_tops(cell, structure)]) for cell in outlook.joined]
    if joined:
        return _("Units: %(units)s. Shown together: %(joined)s.", units=shown, joined="; ".join(joined))
    if named > len(units):
        return _("Units: %(units)s; the others are too small and are counted in what is above them.", units=shown)
    return _("Units: %(units)s.", units=shown)


def _list_tops(cell: Candidate, structure: Structure) -> list[str]:
    """The highest units inside a joined rest."""
    return [unit for unit in cell.units if structure.parents.get(unit) not in cell.units]


def _tell_groups(outlook: Outlook, names: Names) -> str:
    if not outlook.groups:
        return _("No groups of people apart.")
    shown = _join([" + ".join(names.group(group) for group in cell.groups) for cell in outlook.groups])
    if outlook.split_units:
        units = _join([names.unit(key.removeprefix("unit:")) for key in outlook.split_units])
        return _("Groups: %(groups)s; also inside %(units)s.", groups=shown, units=units)
    return _("Groups: %(groups)s.", groups=shown)


def _join(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])
