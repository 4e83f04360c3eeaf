"""What makes a questionnaire better: every finding here is a warning, and an error in everything that is shipped."""

import re
from collections.abc import Callable, Iterable, Iterator

from questionnaires.fault import Finding, Path
from questionnaires.firing import warn_of_conditions
from questionnaires.texts import FOUND_SLOT, TextPlace, slots_in
from questionnaires.view import Node, dimensions_of, items_of, languages_of

MOST_WORDS = 20

Advice = Callable[[Node], Iterable[tuple[Path, str]]]

_WORD = re.compile(r"[\w'’-]*\w[\w'’-]*")
_SLOT = re.compile(r"\{[^{}]*\}")
_NEGATIONS = {
    "en": re.compile(
        r"not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|\w+n['’]t", re.IGNORECASE
    ),
    "nl": re.compile(r"niet|geen|nooit|niemand|niets|niks|nergens|noch|zonder|nimmer|nauwelijks|amper", re.IGNORECASE),
}


def give_advice(root: Node) -> Iterator[Finding]:
    """Every warning about a questionnaire file, however broken its shape."""
    for advice in _ADVICE:
        yield from (Finding(path, message, "warning") for path, message in advice(root))


def _warn_of_long_items(root: Node) -> Iterator[tuple[Path, str]]:
    for item in items_of(root):
        for key in ("text", "self"):
            for _, text in TextPlace(item[key]).written_by_language():
                # A slot is filled with a word or two; it counts as one, whatever its name.
                count = len(_WORD.findall(_SLOT.sub("slot", text.text)))
                if count > MOST_WORDS:
                    yield text.path, f"{count} words: say it in at most {MOST_WORDS}"


def _warn_of_one_voice(root: Node) -> Iterator[tuple[Path, str]]:
    """A file that gives some of its questions the senior managers' voice must give it to all."""
    if not _has_two_voices(root):
        return
    for item in items_of(root):
        if not item["self"]:
            yield item["self"].path, "other questions have a 'self' text for senior managers, this one has not"


def _warn_of_missing_sentences(root: Node) -> Iterator[tuple[Path, str]]:
    for item in items_of(root):
        if not item["scored"].is_false and not item["found"]:
            yield item["found"].path, "write the result sentences 'high' and 'low'"
        for key in ("high", "low"):
            for _, text in TextPlace(item["found"][key]).written_by_language():
                if FOUND_SLOT not in slots_in(text.text):
                    yield text.path, "a result sentence holds {p}, the per cent of those who answered"


def _warn_of_negations(root: Node) -> Iterator[tuple[Path, str]]:
    only = next(iter(languages_of(root)), "")
    for item in items_of(root):
        if not item["reverse"].is_true:
            continue
        for key in ("text", "self"):
            for language, text in TextPlace(item[key]).written_by_language():
                for word in _negations(text.text, language or only):
                    yield text.path, f"'{word}' in a reverse item reads as a double negation: name the bad habit"


def _negations(text: str, language: str) -> list[str]:
    pattern = _NEGATIONS.get(language.split("-")[0])
    return [word for word in _WORD.findall(text) if pattern and pattern.fullmatch(word)]


def _warn_of_unserved_dimensions(root: Node) -> Iterator[tuple[Path, str]]:
    served = {recommendation["dimension"].text for recommendation in root["recommendations"].each()}
    for dimension in dimensions_of(root):
        # A dimension of unscored questions has no figure that could fire one.
        scored = any(not item["scored"].is_false for item in dimension["items"].each())
        if scored and dimension["id"].text and dimension["id"].text not in served:
            yield dimension.path, f"no recommendation serves the dimension '{dimension['id'].text}'"


def _has_two_voices(root: Node) -> bool:
    return any(item["self"] for item in items_of(root))


def _warn_of_recommendations(root: Node) -> Iterator[tuple[Path, str]]:
    return warn_of_conditions(root, two_voices=_has_two_voices(root))


_ADVICE: tuple[Advice, ...] = (
    _warn_of_long_items,
    _warn_of_one_voice,
    _warn_of_missing_sentences,
    _warn_of_negations,
    _warn_of_unserved_dimensions,
    _warn_of_recommendations,
)
