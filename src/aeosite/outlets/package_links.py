"""Check that nothing in a package needs a network: every address in its pages and stylesheets leads to a file in it."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from aeosite.basics.language import Text
from aeosite.basics.problems import Place, Problem

_ADDRESSES = ("href", "xlink:href", "src", "data", "poster")
_CANDIDATES = ("srcset", "imagesrcset")
_LINKING = ",".join(["style", *(f"[{name}]".replace(":", "\\:") for name in (*_ADDRESSES, *_CANDIDATES, "style", "http-equiv"))])
"""Selects the elements that may hold an address."""

_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?")
_CSS = re.compile(r"""/\*.*?\*/|url\(\s*(["']?)(?P<url>.*?)\1\s*\)|@import\s+(["'])(?P<sheet>.*?)\3""", re.S | re.I)
_REFRESH = re.compile(r"^[^;,]*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']+)", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.I)
_DROPPED_BY_BROWSERS = re.compile(r"[\t\r\n]")
_ABOUT_THE_PAGE = frozenset({"canonical", "alternate"})
_FOLLOWED = frozenset({"author", "help", "license", "me", "next", "prev"})
_WEB = frozenset({"http", "https"})
_HARMLESS = frozenset({"data", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class _Link:
    """An address as typed. ``loaded``: the browser fetches it by itself, rather than when a reader follows it."""

    place: Place
    target: str
    loaded: bool


def link_problems(contents: Mapping[str, bytes], promised: Iterable[str] = ()) -> Iterator[Problem]:
    """Yield a problem for each address that would fail without a network.

    Args:
        contents: every file of the package: path → bytes.
        promised: paths to take as present because their absence is reported elsewhere.
    """
    texts: dict[str, str] = {}
    links: dict[str, list[_Link]] = {}
    anchors: dict[str, set[str]] = {}
    for name, data in contents.items():
        if name.lower().endswith((".html", ".htm", ".css")):
            texts[name], problems = decode(name, data)
            yield from problems
            if name.lower().endswith(".css"):
                links[name] = list(_links_of_stylesheet(name, texts[name]))
            else:
                links[name], anchors[name] = _parse(name, texts[name])
    names = {*contents, *promised}
    for name, found in links.items():
        if any(_fault(link, names, anchors) for link in found):
            for link in found if name.lower().endswith(".css") else _located(name, texts[name]):
                if fault := _fault(link, names, anchors):
                    yield Problem(link.place, "package-link", *fault)


def _parse(name: str, text: str) -> tuple[list[_Link], set[str]]:
    """Return the addresses of a page, each once and without its place, and its anchors."""
    parsed = LexborHTMLParser(text)
    links: set[tuple[str, bool]] = set()
    for node in parsed.css(_LINKING):
        attributes = {key: value or "" for key, value in node.attributes.items()}
        css = node.text() if node.tag == "style" else attributes.get("style", "")
        links.update(_targets(node.tag or "", attributes, css))
    anchors = {node.id or "" for node in parsed.css("[id]")} | {node.attributes["name"] or "" for node in parsed.css("a[name]")}
    return [_Link(Place(name), target, loaded) for target, loaded in sorted(links)], anchors


def _located(name: str, text: str) -> Iterator[_Link]:
    """Yield the addresses of a page with their places. That takes many times as long, so it is done for pages with faults only."""
    from bs4 import BeautifulSoup
    from bs4.element import Tag

    for tag in BeautifulSoup(text, "html.parser", multi_valued_attributes=None).find_all(True):
        if isinstance(tag, Tag):
            attributes = {key: str(value) for key, value in tag.attrs.items()}
            place = Place(name, tag.sourceline or 1, (tag.sourcepos or 0) + 1)
            css = tag.string or "" if tag.name == "style" else attributes.get("style", "")
            yield from (_Link(place, target, loaded) for target, loaded in _targets(tag.name, attributes, css))


def _targets(tag: str, attributes: Mapping[str, str], css: str) -> Iterator[tuple[str, bool]]:
    """Yield each address of an element, and whether the browser loads it by itself."""
    kinds = frozenset(attributes.get("rel", "").lower().split()) if tag == "link" else frozenset()
    if kinds & _ABOUT_THE_PAGE and "stylesheet" not in kinds:
        return
    loaded = tag not in ("a", "area") and not (kinds and kinds <= _FOLLOWED)
    yield from ((attributes[key], loaded) for key in _ADDRESSES if key in attributes)
    for key in _CANDIDATES:
        yield from ((candidate, True) for candidate in _CANDIDATE.findall(attributes.get(key, "")))
    yield from ((target, True) for _, target in _addresses_in_css(css))
    if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        yield from ((found["url"], True) for found in _REFRESH.finditer(attributes.get("content", "")))


def _links_of_stylesheet(name: str, text: str) -> Iterator[_Link]:
    for start, target in _addresses_in_css(text):
        yield _Link(Place(name, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)), target, True)


def _addresses_in_css(text: str) -> Iterator[tuple[int, str]]:
    for found in _CSS.finditer(text):
        target = found["url"] or found["sheet"]
        if target:
            yield found.start(), target


def _fault(link: _Link, names: set[str], anchors: Mapping[str, set[str]]) -> tuple[Text, Text] | None:
    target = _DROPPED_BY_BROWSERS.sub("", link.target).strip()
    found = _SCHEME.match(target)
    scheme = found[0].lower() if found else ""
    if link.loaded and (scheme in _WEB or target.startswith("//")):
        return (
            Text(f"页面要从网络加载 {target}，离线时打不开。", f"The page loads {target} from the network; offline it fails."),
            Text("把文件放进网站，用相对路径引用。", "Put the file into the site and refer to it by a relative path."),
        )
    if target.startswith("/"):
        return (
            Text(
                f"链接 {target} 以 / 开头，离线时指向磁盘根目录。",
                f"The link {target} starts with /: offline that is the disk’s root.",
            ),
            Text(
                "改成相对路径；如是语言链接，先补上另一种语言的页面。",
                "Make it relative; for a language link, add the twin page first.",
            ),
        )
    if scheme in _WEB | _HARMLESS:
        return None
    if scheme:
        return (
            Text(f"不允许 {scheme}: 链接。", f"Links with {scheme}: are not allowed."),
            Text("换成普通链接，或由脚本处理的按钮。", "Use an ordinary link, or a button that a script handles."),
        )
    return _missing(target, link.place.path, names, anchors)


def _missing(target: str, page: str, names: set[str], anchors: Mapping[str, set[str]]) -> tuple[Text, Text] | None:
    address, _, fragment = target.partition("#")
    path = unquote(address.partition("?")[0])
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) + "/" * path.endswith("/") if path else page
    if file not in names:
        return (
            Text(f"链接 {target} 指向的 {file} 不在压缩包中。", f"The link {target} points to {file}, which is not in the zip."),
            _repair(path, file, names),
        )
    # What follows :~: is text for the browser to highlight, not a place in the page.
    wanted = fragment.partition(":~:")[0]
    if wanted and file in anchors and wanted.lower() != "top" and anchors[file].isdisjoint({wanted, unquote(wanted)}):
        return (
            Text(f"{file} 中没有 #{unquote(wanted)} 这个位置。", f"{file} has no #{unquote(wanted)}."),
            Text("核对链接，或补上标题的编号。", "Correct the link, or give the heading that id."),
        )
    return None


def _repair(path: str, file: str, names: set[str]) -> Text:
    if posixpath.normpath(posixpath.join(file, "index.html")) in names:
        better = posixpath.join(path, "index.html")
        return Text(f"离线时打不开文件夹，请写 {better}。", f"A folder does not open offline; write {better}.")
    return Text("核对链接，或把文件放进网站。", "Correct the link, or add the file to the site.")


def decode(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, or an empty text and the problem that it is not UTF-8."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        message = Text("文件不是 UTF-8 编码。", "The file is not UTF-8.")
        place = Place(path, data.count(b"\n", 0, error.start) + 1)
        return "", [Problem(place, "package-file", message, Text("用 UTF-8 编码保存。", "Save it as UTF-8."))]
