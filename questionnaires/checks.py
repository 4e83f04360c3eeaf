"""What must be true of a questionnaire beyond the types of its fields: every finding here is an error."""

import re
from collections.abc import Callable, Iterable, Iterator

from questionnaires.fault import Finding
from questionnaires.ladder import check_ladder
from questionnaires.shipped_lenses import lens, lens_ids
from questionnaires.texts import FOUND_SLOT, check_texts, list_texts, slots_in
from questionnaires.view import Node, dimensions_of, items_of

LEVELS = 5

Check = Callable[[Node], Iterable[Finding]]
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check_questionnaire(root: Node) -> Iterator[Finding]:
    """Every error in a questionnaire file, however broken its shape."""
    for check in _QUESTIONNAIRE_CHECKS:
        yield from check(root)


def _check_languages(root: Node) -> Iterator[Finding]:
    seen: set[str] = set()
    if isinstance(root["languages"].data, list) and not root["languages"].data:
        yield Finding(root["languages"].path, "name at least one language")
    for language in root["languages"].each():
        if language.text and not _LANGUAGE.fullmatch(language.text):
            yield Finding(language.path, "use a language code such as en, nl or pt-BR")
        if language.text in seen:
            yield Finding(language.path, f"the language {language.text} stands here twice")
        seen.add(language.text)


def _check_slots(root: Node) -> Iterator[Finding]:
    known = {slot for slot, _ in root["slots"].entries()}
    if FOUND_SLOT in known:
        yield Finding(root["slots"][FOUND_SLOT].path, "the slot {p} is taken: it stands for a per cent")
    for text in list_texts(root):
        allowed = known | {FOUND_SLOT} if text.kind == "found" else known
        for place in text.leaves():
            for slot in slots_in(place.text):
                if slot not in allowed:
                    yield Finding(place.path, f"unknown slot {{{slot}}}; known here: {_list(allowed)}")


def _check_unique_ids(root: Node) -> Iterator[Finding]:
    for kind, nodes in (
        ("item", items_of(root)),
        ("dimension", dimensions_of(root)),
        ("recommendation", root["recommendations"].each()),
    ):
        seen: dict[str, str] = {}
        for node in nodes:
            written = node["id"].text
            if written and written.lower() in seen:
                yield Finding(node["id"].path, f"another {kind} has the id {seen[written.lower()]} already")
            seen[written.lower()] = written


def _check_scales(root: Node) -> Iterator[Finding]:
    scales = dict(root["scales"].entries())
    for item in items_of(root):
        if item["scale"].text and item["scale"].text not in scales:
            yield Finding(item["scale"].path, f"unknown scale '{item['scale'].text}'; known here: {_list(scales)}")
    for scale in scales.values():
        points = scale["points"].number
        for labels in _lists(scale["labels"]):
            count = sum(1 for _ in labels.each())
            if points and points.is_integer() and points > 1 and count != points:
                yield Finding(labels.path, f"{count} labels for {points:g} points: write one a point, lowest first")


def _check_sizes(root: Node) -> Iterator[Finding]:
    if not root["dimensions"].data and isinstance(root["dimensions"].data, list):
        yield Finding(root["dimensions"].path, "write at least one dimension")
    for dimension in dimensions_of(root):
        if not dimension["items"].data and isinstance(dimension["items"].data, list):
            yield Finding(dimension["items"].path, "write at least one item")
        for levels in _lists(dimension["levels"]):
            count = sum(1 for _ in levels.each())
            if count != LEVELS:
                yield Finding(levels.path, f"{count} levels: write five, lowest first")


def _check_references(root: Node) -> Iterator[Finding]:
    items = {item["id"].text for item in items_of(root)}
    dimensions = {dimension["id"].text for dimension in dimensions_of(root)}
    for item in items_of(root):
        yield from _check_known(item["stands_in_for"], items, "item")
        if item["stands_in_for"].text and item["stands_in_for"].text == item["id"].text:
            yield Finding(item["stands_in_for"].path, "an item cannot stand in for itself")
    for recommendation in root["recommendations"].each():
        yield from _check_known(recommendation["dimension"], dimensions, "dimension")
        if recommendation["when"].data == []:
            yield Finding(recommendation["when"].path, "write at least one condition")
        for condition in recommendation["when"].each():
            yield from _check_known(condition["item"], items, "item")
            yield from _check_known(condition["dimension"], dimensions, "dimension")
            yield from _check_condition(condition)


def _check_condition(condition: Node) -> Iterator[Finding]:
    if not isinstance(condition.data, dict):
        return
    if bool(condition["item"]) == bool(condition["dimension"]):
        yield Finding(condition.path, "name either an item or a dimension")
    bounds = ("below", "unfavourable_from", "favourable_below", "blind_spot")
    if not any(condition[bound] for bound in bounds):
        yield Finding(condition.path, f"say when it fires: {', '.join(bounds)}")


def _check_known(node: Node, known: set[str], kind: str) -> Iterator[Finding]:
    if node.text and node.text not in known:
        yield Finding(node.path, f"no {kind} has the id '{node.text}'")


def _check_lenses(root: Node) -> Iterator[Finding]:
    for item in items_of(root):
        for lens_id, parts in item["counts_in"].entries():
            if lens_id not in lens_ids():
                yield Finding(parts.path, f"unknown lens '{lens_id}'; known: {', '.join(lens_ids())}")
                continue
            if reads := lens(lens_id).counts_as:
                yield Finding(parts.path, f"write {reads} instead: the lens {lens_id} reads its entries")
                continue
            for part in parts.each():
                if part.text and part.text not in lens(lens_id).dimension_of_part:
                    yield Finding(part.path, f"the lens {lens_id} has no part '{part.text}'")


def _check_own_lens(root: Node) -> Iterator[Finding]:
    dimensions = {dimension["id"].text for dimension in dimensions_of(root)}
    weights = dict(root["lens"]["weights"].entries())
    for dimension, weight in weights.items():
        if dimension not in dimensions:
            yield Finding(weight.path, f"no dimension has the id '{dimension}'")
        if (weight.number or 0) < 0:
            yield Finding(weight.path, "a weight is 0 or more")
    if weights and dimensions <= set(weights) and all(weight.number == 0 for weight in weights.values()):
        yield Finding(root["lens"]["weights"].path, "at least one dimension needs a weight above 0")
    yield from check_ladder(root["lens"]["ladder"])


def _lists(node: Node) -> Iterator[Node]:
    """The list of each language, or the only list."""
    if isinstance(node.data, list):
        yield node
    for _, entry in node.entries():
        if isinstance(entry.data, list):
            yield entry


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


_QUESTIONNAIRE_CHECKS: tuple[Check, ...] = (
    _check_languages,
    check_texts,
    _check_slots,
    _check_unique_ids,
    _check_scales,
    _check_sizes,
    _check_references,
    _check_lenses,
    _check_own_lens,
)
