"""Slides: a few blocks each under a sentence, with what the speaker needs to know."""

from dataclasses import dataclass
from datetime import datetime

from reports.document import HOUSE, Block, Look


@dataclass(frozen=True)
class Slide:
    """``notes``: how many answered, the margin, where the figures come from."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    language: str
    title: str
    subject: str
    author: str
    identifier: str
    made_at: datetime
    footer: str
    slides: tuple[Slide, ...]
    look: Look = HOUSE
