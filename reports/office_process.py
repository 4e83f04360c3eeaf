"""The process that writes office files: limits and a document on standard input, the file on standard output."""

import sys
from json import loads

from reports.codec import read_json
from reports.deck import Deck
from reports.limits import TOO_BIG, end, set_limits
from reports.slide_file import write_slides
from reports.word_file import write_words


def answer(limits: dict[str, int], document: bytes) -> bytes:
    """What the process makes of its order; ends it, with the reason, where there is none."""
    set_limits(limits["seconds"], limits["memory"])
    try:
        made = read_json(document)
        return write_slides(made) if isinstance(made, Deck) else write_words(made)
    except (MemoryError, RecursionError, SyntaxError):
        # The libraries' own patterns are well-formed: what cannot read one has no memory left.
        end(f"the report needs more than {limits['memory'] // 1024**2} MiB and was stopped", TOO_BIG)


if __name__ == "__main__":
    first, _, rest = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(answer(loads(first), rest))
