"""How the parts of a model are judged by people who have seen evidence: a file beside the model's own, since a survey's
results read the model and never this."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from questionnaires.building import load_piece
from questionnaires.fault import Finding
from questionnaires.model import Id, Part, Text
from questionnaires.view import Node

FOLDER = Path(__file__).parent / "radar"


class Threshold(Part):
    """What counts from a number on, that number included."""

    start: float = Field(alias="from", ge=0, le=1000)
    name: Text


class Element(Part):
    """``attributes``: id to name, each judged on 0-100."""

    id: Id
    title: Text
    attributes: dict[str, Text] = Field(min_length=1)


class AttributeSet(Part):
    """What is judged in the parts of these criteria. ``cap_by``: attributes above which no part is judged; ``weights``:
    of attributes, where a source names some."""

    criteria: tuple[str, ...]
    cap_by: tuple[str, ...] = ()
    weights: dict[str, float] = Field(default={})
    elements: tuple[Element, ...]

    def list_attributes(self) -> tuple[str, ...]:
        return tuple(one for element in self.elements for one in element.attributes)


class Radar(Part):
    """``step``: of percentages; ``bands`` of 0-100 and ``recognition`` of 0-1000 points, each rising."""

    id: Id
    languages: tuple[str, ...]
    note: Text
    provenance: dict[str, str]
    step: int = Field(ge=1, le=50)
    bands: tuple[Threshold, ...]
    sets: tuple[AttributeSet, ...]
    recognition: tuple[Threshold, ...]

    def set_of(self, criterion: str) -> AttributeSet:
        """Raises LookupError."""
        found = next((one for one in self.sets if criterion in one.criteria), None)
        if found is None:
            raise LookupError(f"{self.id} does not say how criterion {criterion} is judged")
        return found


@lru_cache
def radar_ids() -> tuple[str, ...]:
    """The models that are judged so, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@lru_cache
def radar(lens_id: str) -> Radar:
    """How parts of that model are judged. Raises LookupError where nothing says so."""
    if lens_id not in radar_ids():
        raise LookupError(f"nothing says how parts of '{lens_id}' are judged; it is said for {', '.join(radar_ids())}")
    path = FOLDER / f"{lens_id}.yaml"
    return load_radar(path.read_text(encoding="utf-8"), path.name)


def load_radar(text: str, name: str) -> Radar:
    """Such a file, checked like a questionnaire. Raises QuestionnaireError."""
    return load_piece(text, name, Radar, _check)


def _check(root: Node) -> list[Finding]:
    findings = []
    for listed in ("bands", "recognition"):
        starts = [one["from"].number or 0 for one in root[listed].each()]
        if starts != sorted(set(starts)):
            findings.append(Finding(root[listed].path, "each begins above the one before"))
    for one in root["sets"].each():
        known = {name for element in one["elements"].each() for name, _ in element["attributes"].entries()}
        named = [*((limit, limit.text) for limit in one["cap_by"].each())]
        named += [(node, name) for name, node in one["weights"].entries()]
        findings += [Finding(node.path, "no element has this attribute") for node, name in named if name not in known]
    return findings
