"""The texts of a file: where they stand, the slots in them, and the words that fill those."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaires.fault import Finding
from questionnaires.model import Questionnaire
from questionnaires.view import Node, dimensions_of, items_of, languages_of

FOUND_SLOT = "p"
"""{p} in a result sentence: a per cent of those who answered."""

OwnSlots = Mapping[str, Mapping[str, str] | str]
"""An organisation's own words: a text, or one a language."""

_SLOT = re.compile(r"\{([^{}]*)\}")

Kind = Literal["text", "item", "found"]


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place that holds one text, or a list of them, in each language."""

    node: Node
    kind: Kind = "text"

    def leaves(self) -> Iterator[Node]:
        """Every single text that stands here or should, whatever the language."""
        for node in [entry for _, entry in self.node.entries()] or [self.node]:
            if isinstance(node.data, list):
                yield from node.each()
            else:
                yield node

    def written_by_language(self) -> Iterator[tuple[str, Node]]:
        """The texts with their language; "" where the file names none."""
        if self.node.text:
            yield "", self.node
        yield from ((language, entry) for language, entry in self.node.entries() if entry.text)


def list_texts(root: Node) -> Iterator[TextPlace]:
    """Every place of a questionnaire or lens file that holds texts, written or not."""
    yield TextPlace(root["title"])
    yield TextPlace(root["about"])
    yield TextPlace(root["note"])
    yield from (TextPlace(words) for _, words in root["slots"].entries())
    for _, scale in root["scales"].entries():
        yield from (TextPlace(scale[key]) for key in ("labels", "lead", "no_answer", "not_applicable"))
    for dimension in dimensions_of(root):
        yield from (TextPlace(dimension[key]) for key in ("title", "about", "levels", "good_enough"))
        yield from (TextPlace(part) for _, part in dimension["parts"].entries())
    for item in items_of(root):
        yield from (TextPlace(item[key], "item") for key in ("text", "self"))
        yield from (TextPlace(item["found"][key], "found") for key in ("high", "low"))
    for ladder in (root["ladder"], root["lens"]["ladder"]):
        yield from (TextPlace(step["name"]) for step in ladder.each())
    for advice in root["recommendations"].each():
        yield from (TextPlace(advice[key]) for key in ("title", "first_step", "measure", "good_enough"))


def check_texts(root: Node) -> Iterator[Finding]:
    """Every text exists in each language of the file, and in no other."""
    languages = languages_of(root)
    for text in list_texts(root):
        if not text.node:
            continue
        yield from _check_languages(text.node, languages)
        for leaf in text.leaves():
            if leaf.data is None or (isinstance(leaf.data, str) and not leaf.data.strip()):
                yield Finding(leaf.path, "is empty")


def _check_languages(node: Node, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Languages that are missing or surplus; nothing where the file does not say properly which it has."""
    if not isinstance(node.data, dict):
        if len(languages) > 1 and isinstance(node.data, str | list):
            yield Finding(node.path, f"needs a text for each language: {', '.join(languages)}")
        return
    for language in languages:
        if language not in node.data:
            yield Finding((*node.path, language), f"the language {language} is missing")
    for language, entry in node.entries():
        if languages and language not in languages:
            yield Finding(entry.path, f"the language {language} does not stand in 'languages'")


def slots_in(text: str) -> list[str]:
    """The names of the slots in a text, and whatever else stands between curly brackets."""
    return _SLOT.findall(text)


def fill_slots(text: str, questionnaire: Questionnaire, language: str, own_slots: OwnSlots | None = None) -> str:
    """``text`` with {customers} and the like replaced: by the organisation's own word in that language where it has
    one, else by the questionnaire's. {p} and unknown slots stay as they are.
    """

    def choose(match: re.Match[str]) -> str:
        slot = match[1]
        own = (own_slots or {}).get(slot)
        word = own.get(language) if isinstance(own, Mapping) else own
        return word or questionnaire.slots.get(slot, {}).get(language) or match[0]

    return _SLOT.sub(choose, text)
