"""From what stands in a cell to the code of an answer."""

import re
import unicodedata

from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from questionnaires.model import Scale

MOST_SPELLINGS = 500
_WHOLE = re.compile(r"([0-9]+)[.,]0+")
_FORMULA = re.compile(r"[=@]|[+-].*[A-Za-z(]")


class AnswerCodes(dict[str, int]):
    """The codes of one scale by the text of a cell, other spellings learnt as they are met.

    A cell holds a point (also as "3.0", which tables with blanks write), nothing (skipped), or the scale's own words
    for "can't tell" or "not applicable" in any of its languages; capitals, spaces around it and the shape of the
    apostrophe do not matter. Raises KeyError for anything else.
    """

    def __init__(self, scale: Scale) -> None:
        self.points = scale.points
        for words, code in ((scale.no_answer, CANT_TELL), (scale.not_applicable, NOT_APPLICABLE)):
            self.update({_simplify(text): code for text in (words or {}).values()})
        self.update({str(point): point for point in range(1, scale.points + 1)})
        self[""] = SKIPPED

    def __missing__(self, cell: str) -> int:
        simple = _simplify(cell)
        if simple == cell or simple not in self:
            raise KeyError(cell)
        code = self[simple]
        if len(self) < MOST_SPELLINGS:
            self[cell] = code
        return code

    def explain(self, cell: str) -> str:
        """Why the cell is no answer, and what to do."""
        if _FORMULA.match(cell.strip()):
            return "is a formula: save the file with values"
        return f"is off the scale: use 1 to {self.points} or leave it blank"


class NotAsked(AnswerCodes):
    """The codes of a question that has no column: whatever stands elsewhere in the row, it was not asked."""

    def __init__(self) -> None:
        self.points = 0

    def __missing__(self, cell: str) -> int:
        return NOT_ASKED


def _simplify(cell: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(cell.split())).casefold().replace("’", "'")
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text
