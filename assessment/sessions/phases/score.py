"""Scoring alone: each part on a page of the phone. Wall and hand tell how many scored a part, no score."""

from itertools import groupby

from assessment.language import current_language
from assessment.models import Workshop
from assessment.sessions.judged import find_judged
from assessment.sessions.part_scores import find_own, is_shown, tell_progress
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat


def show_wall(workshop: Workshop) -> Shown:
    return _show(workshop, workshop.language)


def show_hand(workshop: Workshop) -> Shown:
    return _show(workshop, current_language())


def _show(workshop: Workshop, language: str) -> Shown:
    judged, progress = find_judged(workshop, language), tell_progress(workshop)
    numbered = [(part.short, part) for part in judged.parts]
    criteria = [
        (criterion, [(number, progress.by_part[part.id]) for number, part in parts])
        for criterion, parts in groupby(numbered, lambda pair: pair[1].criterion)
    ]
    return {"named": workshop.named, "fixed": is_shown(workshop), "progress": progress, "criteria": criteria}


def show_phone(seat: Seat) -> Shown:
    judged, own = find_judged(seat.workshop), find_own(seat)
    done = {part for part, row in own.items() if judged.model.score(part, row.points) is not None}
    parts = [(part, part.id in done) for part in judged.parts]
    following = next((part for part, scored in parts if not scored), None)
    return {
        "named": seat.workshop.named,
        "fixed": is_shown(seat.workshop),
        "criteria": [(name, list(group)) for name, group in groupby(parts, lambda pair: pair[0].criterion)],
        "done": len(done),
        "count": len(parts),
        "following": following,
    }


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
"""``find_own`` may hold parts of a model that has changed meanwhile: what no part is named by is not counted."""
