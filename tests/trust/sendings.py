"""What is sent in a form, and from which page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient

Fields = Sequence[tuple[str, Any]]
Typing = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A file that is brought: a stream can be sent only once, so it is opened for each sending."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Sending:
    """``rule``: the address in the matrix; ``who``: a guest of the installation, before ``page``, on which the form
    stands that leads to ``action`` (any of that rule, where it is empty). ``typed``: what is filled in, None for
    nothing; ``read``: the same, from the page. ``first``: what happened before the page was opened."""

    rule: str
    who: str
    page: str
    typed: Typing = field(default_factory=dict)
    action: str = ""
    read: Callable[[str], Typing] | None = None
    first: Callable[[FlaskClient], None] | None = None
    changes: bool = True
    """Whether it changes a row; some forms keep nothing."""
    taken: bool = True
    """Whether it does what it is for; a wrong code is answered like a form that is not filled in."""
