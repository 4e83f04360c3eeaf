"""The questionnaires that come with the application, read once."""

from functools import lru_cache
from pathlib import Path

from questionnaires.loading import load_text
from questionnaires.model import Questionnaire

FOLDER = Path(__file__).parent / "library"


@lru_cache
def shipped_ids() -> tuple[str, ...]:
    """The ids of all questionnaires that are shipped, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@lru_cache
def shipped_text(questionnaire_id: str) -> str:
    """The file of that questionnaire, as it is shipped. Raises LookupError where there is none."""
    if questionnaire_id not in shipped_ids():
        raise LookupError(f"no questionnaire is called '{questionnaire_id}'; there are {', '.join(shipped_ids())}")
    return (FOLDER / f"{questionnaire_id}.yaml").read_text(encoding="utf-8")


@lru_cache
def shipped(questionnaire_id: str) -> Questionnaire:
    """The questionnaire of that id. Raises LookupError where there is none."""
    return load_text(shipped_text(questionnaire_id), f"{questionnaire_id}.yaml")
