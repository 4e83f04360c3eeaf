"""The models through which answers can be read: data files of ours, read once."""

from functools import lru_cache
from pathlib import Path

from questionnaires.building import load_piece
from questionnaires.fault import Finding
from questionnaires.ladder import check_ladder
from questionnaires.model import Lens
from questionnaires.texts import check_texts
from questionnaires.view import Node, dimensions_of

FOLDER = Path(__file__).parent / "lenses"


@lru_cache
def lens_ids() -> tuple[str, ...]:
    """The ids of all lenses, in alphabetical order. The lens "drivers" is a questionnaire's own and not among them."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@lru_cache
def lens(lens_id: str) -> Lens:
    """The lens of that id. Raises LookupError where there is none."""
    if lens_id not in lens_ids():
        raise LookupError(f"no lens is called '{lens_id}'; there are {', '.join(lens_ids())}")
    path = FOLDER / f"{lens_id}.yaml"
    return load_lens(path.read_text(encoding="utf-8"), path.name)


def load_lens(text: str, name: str) -> Lens:
    """A lens file, checked like a questionnaire. Raises QuestionnaireError."""
    return load_piece(text, name, Lens, _check_lens)


def _check_lens(root: Node) -> list[Finding]:
    findings = [*check_texts(root), *check_ladder(root["ladder"])]
    seen: set[str] = set()
    for dimension in dimensions_of(root):
        parts = [part for part, _ in dimension["parts"].entries()]
        for part in parts:
            if part in seen:
                findings.append(Finding(dimension["parts"][part].path, "this part stands in another criterion already"))
        seen.update(parts)
        shares = dict(dimension["shares"].entries())
        total = sum(share.number or 0 for share in shares.values())
        if shares and (set(shares) != set(parts) or abs(total - 1) > 1e-9):
            findings.append(Finding(dimension["shares"].path, "give every part a share; together they are 1"))
    return findings
