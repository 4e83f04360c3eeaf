"""Documents as JSON and back: how a report reaches the process that writes it out."""

from base64 import b64decode, b64encode
from dataclasses import fields, is_dataclass
from datetime import datetime
from json import dumps, loads
from typing import Any

from reports import charts, deck, document

KINDS = {
    name: kind
    for place in (charts, document, deck)
    for name, kind in vars(place).items()
    if isinstance(kind, type) and is_dataclass(kind)
}
"""All that documents are made of, by name."""


def write_json(document: Any) -> bytes:
    return dumps(_pack(document), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_json(text: bytes) -> Any:
    return _unpack(loads(text.decode("utf-8", "surrogatepass")))


def _pack(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, **{one.name: _pack(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, tuple):
        return [_pack(one) for one in value]
    if isinstance(value, bytes):
        return {"is": "bytes", "of": b64encode(value).decode("ascii")}
    return {"is": "moment", "of": value.isoformat()} if isinstance(value, datetime) else value


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpack(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind, rest = value["is"], {key: one for key, one in value.items() if key != "is"}
    if kind == "bytes":
        return b64decode(rest["of"])
    if kind == "moment":
        return datetime.fromisoformat(rest["of"])
    return KINDS[kind](**{key: _unpack(one) for key, one in rest.items()})
