"""A faultless file, and the changes to it that make faults."""

from dataclasses import dataclass
from pathlib import Path

from questionnaires import Fault

SAMPLE = (Path(__file__).parent / "sample.yaml").read_text(encoding="utf-8")

ASKED = "dimensions[0].items[0]"
BLAMED = "dimensions[0].items[1]"
LATER = "dimensions[0].items[2]"
ADVICE = "recommendations[0]"


@dataclass(frozen=True)
class Change:
    """``old`` becomes ``new``, once; the fault stands in the line that then begins to hold ``at`` (else ``new``)."""

    old: str
    new: str
    field: str
    message: str
    at: str = ""

    @property
    def text(self) -> str:
        assert self.old in SAMPLE
        return SAMPLE.replace(self.old, self.new, 1)

    def fault(self, severity: str) -> Fault:
        before, found, _ = self.text.partition(self.at or self.new)
        assert found
        return Fault("sample.yaml", before.count("\n") + 1, self.field, self.message, severity)
