"""A hundred and twenty texts that would run a script, or break a page, where text is taken for markup."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import cycle, product

CLOSINGS = ("", '">', "'>", "</title>", "</textarea>", "</script>", "</style>", "-->", "]]>", "</option></select>")
VECTORS = (
    "<script>window.hit=1</script>",
    "<img src=nowhere onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script href=data:,window.hit=1 /></svg>",
    "<iframe srcdoc='<script>top.hit=1</script>'></iframe>",
    "<a href=javascript:window.hit=1>go</a>",
    '" onmouseover="window.hit=1',
    "' onfocus='window.hit=1' autofocus='",
    "<style>@import url(//elsewhere.example/a.css);</style>",
    "<base href=//elsewhere.example/>",
    "<meta http-equiv=refresh content=0;//elsewhere.example/>",
    "<details open ontoggle=window.hit=1>",
)
PAYLOADS = tuple(closing + vector for closing, vector in product(CLOSINGS, VECTORS))


class Texts:
    """Hands out one text after another; ``harmless``: words of the same lengths, and nothing but letters."""

    def __init__(self, start: int, harmless: bool) -> None:
        turned = PAYLOADS[start:] + PAYLOADS[:start]
        self._texts = cycle(re.sub(r"\S", "x", text) for text in turned) if harmless else cycle(turned)

    def take(self) -> str:
        return next(self._texts)

    def take_both(self) -> dict[str, str]:
        """The same text in both languages."""
        text = self.take()
        return {"en": text, "nl": text}


class _Shape(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = sorted(name for name, _ in attrs)
        self.found[f"<{tag} {' '.join(names)}>"] += 1
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction") and ":" in (value or "").partition("/")[0]:
                self.found[f"{tag} {name} to {(value or '').partition(':')[0].strip().lower()}:"] += 1

    def handle_comment(self, data: str) -> None:
        self.found["<!-- -->"] += 1


def read_shape(page: str) -> Counter[str]:
    """The tags of a page with the names of their attributes, and where its links lead that leave the site."""
    shape = _Shape()
    shape.feed(page)
    shape.close()
    return shape.found
