"""What the files of a built site and of its zip may hold, looked at without our own code: the second net."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pypdf
from selectolax.lexbor import LexborHTMLParser

from project import OWN_FILES

Loaded = frozenset({"script", "img", "link", "source", "video", "audio", "input", "image", "use", "form"})
ADDRESSES = ("href", "src", "xlink:href", "action", "formaction", "data", "poster", "srcset", "background", "ping", "cite")
ELEMENTS = ("iframe", "object", "embed", "base", "applet", "frame", "portal", "foreignobject", "animate", "set", "style")
HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*(?:customs\.example|guide\.example|customs\.gov\.cn|creativecommons\.org)")
ICS = re.compile(r"[A-Z-]+(?:;[A-Z-]+=(?:\"[^\"]*\"|[^:;\"]*))*:.*")
PROPERTIES = re.compile(
    "BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|NAME|X-WR-CALNAME|REFRESH-INTERVAL|X-PUBLISHED-TTL|SOURCE|URL|UID|DTSTAMP|DTSTART|DTEND|"
    "SUMMARY|DESCRIPTION|LOCATION|SEQUENCE|LAST-MODIFIED|CATEGORIES|TRANSP|RRULE|TRIGGER|ACTION|CLASS|STATUS|CREATED|COLOR|LANGUAGE"
)


def faults(site: Path) -> list[str]:
    """Return what a site holds that acts, or that is not what it says it is."""
    found = []
    for path in sorted(site.rglob("*")):
        look = _LOOKS.get(path.suffix)
        if path.is_file() and look:
            found += [f"{path.relative_to(site).as_posix()}: {fault}" for fault in look(path, site)]
    return found


def _html(path: Path, site: Path) -> Iterator[str]:
    for node in LexborHTMLParser(path.read_text(encoding="utf-8")).root.traverse(include_text=False):  # type: ignore[union-attr]
        tag, attributes = node.tag or "", node.attributes
        if tag in ELEMENTS or attributes.get("http-equiv"):
            yield f"<{tag}>"
        if tag == "script" and "src" not in attributes:
            if attributes.get("type") != "application/json":
                yield "a script in the page"
            else:
                json.loads(node.text() or "")
        for name, value in attributes.items():
            if (
                name.startswith("on")
                or name == "srcdoc"
                or (name == "style" and re.search(r"url|@|expression|position", value or ""))
            ):
                yield f"{name}={value}"
            if name in ADDRESSES:
                yield from _address(tag, name, value or "")


def _address(tag: str, name: str, value: str) -> Iterator[str]:
    parts = urlsplit(value)
    if tag in Loaded and name != "cite" and not (tag == "link" and HOSTS.fullmatch(parts.netloc)):
        if parts.netloc or (parts.scheme and not value.startswith("data:image/")):
            yield f"<{tag}> loads {value}"
    elif parts.scheme not in ("", "http", "https", "tel", "mailto") or (parts.netloc and not HOSTS.fullmatch(parts.netloc)):
        yield f"<{tag}> leads to {value}"


def _script(path: Path, site: Path) -> Iterator[str]:
    name = path.relative_to(site).as_posix()
    if name in OWN_FILES and OWN_FILES[name].read_bytes() == path.read_bytes():
        return
    text = path.read_text(encoding="utf-8")
    called = re.fullmatch(r"[A-Za-z.]+\((.*)\);?\s*", text, re.S)
    if not (name.startswith("search/") and called):
        yield "a script that is not ours"
        return
    json.loads(f"[{called[1]}]")  # nothing but data


def _json(path: Path, site: Path) -> Iterator[str]:
    json.loads(path.read_bytes().decode("utf-8"))
    yield from ()


def _xml(path: Path, site: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "<?xml-stylesheet" in text:
        yield "a declaration"
    for node in ElementTree.fromstring(text).iter():
        if "atom" not in str(node.tag).lower() and "sitemap" not in str(node.tag) and "xhtml" not in str(node.tag):
            yield f"<{node.tag}>"
        for value in (node.get("href"), node.get("src")):
            yield from _address("a", "href", value or "")


def _csv(path: Path, site: Path) -> Iterator[str]:
    for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
        for cell in row:
            if unicodedata.normalize("NFKC", cell).strip().startswith(tuple("=+@")) or re.match(r"-(?!\d)", cell):
                yield f"a formula: {cell}"


def _ics(path: Path, site: Path) -> Iterator[str]:
    data = path.read_bytes()
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        yield "a line that does not end as lines do"
    for line in data.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]:
        if not ICS.fullmatch(line) or not PROPERTIES.fullmatch(re.split("[;:]", line)[0]):
            yield f"a line: {line}"


def _workbook(path: Path, site: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8")
            if name.startswith("xl/worksheets/") and re.search(r"<f[ >/]", text):
                yield f"a formula in {name}"
            if re.search(r"vbaProject|externalLink|oleObject|activeX|customXml", name):
                yield name
            targets = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text)
            yield from (fault for target in targets for fault in _address("a", "href", target))


def _svg(path: Path, site: Path) -> Iterator[str]:
    if re.search(r"<script|\son\w+=|javascript:|<!ENTITY|foreignObject", path.read_text(encoding="utf-8"), re.I):
        yield "an image that acts"


def _pdf(path: Path, site: Path) -> Iterator[str]:
    reader = pypdf.PdfReader(path)
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        one = reader.get_object(number)
        if isinstance(one, pypdf.generic.DictionaryObject):
            yield from (
                f"{key}" for key in one if key in ("/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/AA", "/RichMedia")
            )
            action = one["/A"] if isinstance(one.get("/A"), pypdf.generic.DictionaryObject) else one
            if "/URI" in action:
                yield from _address("a", "href", str(action["/URI"]))
            if action.get("/S") in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR"):
                yield str(action["/S"])


_LOOKS: dict[str, Callable[[Path, Path], Iterator[str]]] = {
    ".html": _html,
    ".js": _script,
    ".json": _json,
    ".xml": _xml,
    ".csv": _csv,
    ".ics": _ics,
    ".xlsx": _workbook,
    ".svg": _svg,
    ".pdf": _pdf,
}


def zip_faults(path: Path) -> list[str]:
    """Return the names in a zip that lead out of the folder it is unpacked into, or that are no plain files."""
    with zipfile.ZipFile(path) as archive:
        return [
            entry.filename
            for entry in archive.infolist()
            if re.search(r'(^|/)\.\.(/|$)|^/|[\\:*?"<>|\x00-\x1f]', entry.filename)
            or (entry.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000)
        ]
