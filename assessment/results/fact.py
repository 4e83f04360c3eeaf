"""What everything that results are made from has in common."""

from pydantic import BaseModel, ConfigDict

Text = dict[str, str]


class Fact(BaseModel):
    """Base of everything in a source: immutable, no unknown fields, JSON both ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")
