"""What of PDF/A-3A can be looked at without a validator: a list of our own, each line a rule of ISO 19005-3."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

FORBIDDEN_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/JavaScript"}
FORBIDDEN_NOTES = {"/Sound", "/Screen", "/Movie", "/3D", "/RichMedia", "/TrapNet"}
STANDARD_FILTERS = {"/FlateDecode", "/DCTDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/RunLengthDecode", "/JPXDecode"}


def find_breaches(content: bytes) -> Iterator[str]:
    """One line for each thing that a PDF/A-3A file may not have or lacks."""
    if not content.startswith(b"%PDF-1.7\n%") or min(content[10:14]) < 128:
        yield "6.1.2: no head with four bytes above 127"
    with pikepdf.open(BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            yield "6.1.3: encrypted"
        if "/ID" not in pdf.trailer:
            yield "6.1.3: no file identifier"
        yield from _check_catalogue(pdf.Root)
        with pdf.open_metadata() as metadata:
            told = metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")
            if told != ("3", "A"):
                yield f"6.6.4: identified as {told}"
            if metadata.get("dc:title") != str(pdf.docinfo.get("/Title")):
                yield "6.6.3: the titles differ"
        for one in pdf.objects:
            if isinstance(one, Dictionary | pikepdf.Stream):
                yield from _check_object(one)


def _check_catalogue(root: Any) -> Iterator[str]:
    intents = root.get("/OutputIntents", Array())
    if not any(one.get("/S") == Name.GTS_PDFA1 and "/DestOutputProfile" in one for one in intents):
        yield "6.2.3: no colour profile"
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False) or "/StructTreeRoot" not in root:
        yield "6.7.2: not tagged"
    if "/Lang" not in root:
        yield "6.7.4: no language"
    if "/AA" in root or "/OCProperties" in root or "/Requirements" in root:
        yield "6.1: the catalogue holds actions, layers or requirements"
    if not root.get("/AF"):
        yield "6.8: attached files are not related to the document"


def _check_object(one: Any) -> Iterator[str]:
    kind, subtype = str(one.get("/Type", "")), str(one.get("/Subtype", ""))
    if kind == "/FontDescriptor" and not one.keys() & {"/FontFile", "/FontFile2", "/FontFile3"}:
        yield f"6.2.11: the font {one.get('/FontName')} is not inside"
    if kind == "/Font" and subtype != "/CIDFontType0" and subtype != "/CIDFontType2" and "/ToUnicode" not in one:
        yield f"6.2.11.7: no letters told for the font {one.get('/BaseFont')}"
    if kind == "/Filespec" and ("/AFRelationship" not in one or not {"/F", "/UF"} <= one.keys()):
        yield "6.8: an attached file without its relation or its name"
    if kind == "/EmbeddedFile" and "/Subtype" not in one:
        yield "6.8: an attached file without its type"
    if kind == "/Annot" and (subtype in FORBIDDEN_NOTES or not int(one.get("/F", 0)) & 4):
        yield f"6.3: a note {subtype} that is forbidden or not printed"
    if str(one.get("/S", "")) in FORBIDDEN_ACTIONS or "/JS" in one:
        yield f"6.5: an action {one.get('/S')}"
    if isinstance(one, pikepdf.Stream):
        filters = one.get("/Filter", Array())
        names = {str(name) for name in (filters if isinstance(filters, Array) else [filters])}
        if names - STANDARD_FILTERS or "/F" in one or "/FFilter" in one:
            yield f"6.1.7: a stream by {names} or in another file"
        if subtype == "/Image" and one.get("/Interpolate", False):
            yield "6.2.8: an interpolated picture"
        if subtype == "/PS":
            yield "6.2.9: PostScript"
    if kind == "/ExtGState" and ("/TR" in one or "/HTP" in one):
        yield "6.2.5: a transfer function"
