"""Where the pages of one release are, in one language."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Ways:
    """``base``: the address of the first page, without its language."""

    base: str
    language: str

    def overview(self) -> str:
        return self._write("")

    def driver(self, dimension: str, **more: str) -> str:
        return self._write(f"/drivers/{quote(dimension, safe='')}", **more)

    def question(self, item: str, **more: str) -> str:
        return self._write(f"/questions/{quote(item, safe='')}", **more)

    def changes(self, place: str = "", **more: str) -> str:
        return self._write(f"/changes{place}", **more)

    def what_if(self) -> str:
        return self._write("/what-if")

    def reference(self) -> str:
        return self._write("/reference")

    def units(self, **more: str) -> str:
        return self._write("/units", **more)

    def unit(self, key: str, place: str = "", **more: str) -> str:
        """Of a cell's key: "unit:care", "unit:care+others"."""
        own = quote(key.removeprefix("unit:"), safe="+")
        return self._write(f"/units/{own}{place}", **more)

    def _write(self, place: str, **more: str) -> str:
        return f"{self.base}{place}?{urlencode({'language': self.language} | more)}"
