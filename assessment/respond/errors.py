"""What can stand between a person and a saved answer. The routes turn each into a page."""

from assessment.respond.visit import State, Visit


class RespondError(Exception):
    """Base of this room's errors."""


class UnknownLinkError(RespondError):
    """No cookie, or a token that opens nothing: never valid, or erased at closing."""


class WrongLinkError(RespondError):
    """A page that one link opened was sent after another link had been opened in the same browser."""


class NotOpenError(RespondError):
    """The survey takes no answers now."""

    def __init__(self, visit: Visit, state: State) -> None:
        super().__init__(state)
        self.visit = visit
        self.state = state


class SpentError(RespondError):
    """This invitation's answers were sent already."""


class ElsewhereError(RespondError):
    """Another browser has begun by this printed link, and what it saved opens there only."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("begun elsewhere")
        self.visit = visit


class ClosedError(RespondError):
    """The survey closed while somebody was answering."""


class ConflictError(RespondError):
    """Another device saved something else since the page was opened. ``visit`` holds what is stored now."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("saved elsewhere")
        self.visit = visit
