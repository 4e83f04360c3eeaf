"""Two questionnaires asked as one: a main one, and one for units that build or run software."""

from collections.abc import Iterable

from questionnaires.model import Dimension, Questionnaire, Scale


def combine(main: Questionnaire, extra: Questionnaire) -> Questionnaire:
    """``main`` with the dimensions, recommendations and slots of ``extra`` behind its own.

    The added dimensions are asked only where software is built or run, and never count in the index. A scale of
    ``extra`` that bears the name of another one in ``main`` is renamed. Raises ValueError where an id occurs in both,
    where ``extra`` lacks one of the languages, or where a named questionnaire would be asked anonymously.
    """
    if main.mode != extra.mode:
        raise ValueError(f"{main.id} is {main.mode} and {extra.id} is {extra.mode}: they cannot be asked together")
    if missing := [language for language in main.languages if language not in extra.languages]:
        raise ValueError(f"{extra.id} is not written in {', '.join(missing)}")
    names = _name_scales(main, extra)
    combined = main.model_copy(
        update={
            "scales": main.scales | {names[name]: scale for name, scale in extra.scales.items()},
            "dimensions": main.dimensions + tuple(_add_on(dimension, names) for dimension in extra.dimensions),
            "recommendations": main.recommendations + extra.recommendations,
            "slots": dict(extra.slots) | dict(main.slots),
        }
    )
    # The copy must not carry what the main questionnaire has already worked out about its own items.
    for worked_out in ("items", "position", "rotating_blocks", "dimension_of"):
        combined.__dict__.pop(worked_out, None)
    _refuse_twins(combined)
    return combined


def _name_scales(main: Questionnaire, extra: Questionnaire) -> dict[str, str]:
    return {name: _name_scale(name, scale, main, extra.id) for name, scale in extra.scales.items()}


def _name_scale(name: str, scale: Scale, main: Questionnaire, extra_id: str) -> str:
    return name if main.scales.get(name, scale) == scale else f"{extra_id}.{name}"


def _add_on(dimension: Dimension, names: dict[str, str]) -> Dimension:
    items = tuple(item.model_copy(update={"scale": names[item.scale]}) for item in dimension.items)
    return dimension.model_copy(update={"items": items, "audience": "software", "in_index": False})


def _refuse_twins(combined: Questionnaire) -> None:
    ids: Iterable[Iterable[str]] = (
        (item.id for item in combined.items),
        (dimension.id for dimension in combined.dimensions),
        (recommendation.id for recommendation in combined.recommendations),
    )
    for kind in ids:
        seen: set[str] = set()
        for each in kind:
            if each.lower() in seen:
                raise ValueError(f"both questionnaires have '{each}': they cannot be asked together")
            seen.add(each.lower())
