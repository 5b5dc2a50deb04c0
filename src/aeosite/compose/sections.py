"""The sections of a composed page for search: what a reader sees under each heading, as plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HEADING = re.compile(r"h[1-6]")
_SKIPPED = frozenset({"script", "style", "template", "svg"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "button",
        "cite",
        "code",
        "em",
        "i",
        "input",
        "kbd",
        "label",
        "output",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    }
)
_INVISIBLE = re.compile("[\\u00ad\\u200b-\\u200d\\u2060\\ufeff]")


@dataclass(frozen=True)
class Section:
    """One section of a page. ``anchor`` is empty for what stands before the first heading below the title; ``heading`` is then the title."""

    anchor: str
    heading: str
    text: str


@dataclass
class _Open:
    anchor: str
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def sections_of(html: LexborHTMLParser) -> tuple[Section, ...]:
    """Return the sections of a page, which stands below the element ``main``, in reading order.

    A heading starts a section where it has an id; one inside a box ends with that box. What is marked ``data-search-exclude`` and what
    no reader reads as text is left out, and so are links to headings.
    """
    first = _Open("")
    found = [first]
    main = html.css_first("main")
    if main:
        _walk(main, first, found)
    return tuple(_closed(one) for one in found if one.heading or one.text)


def words(pieces: list[str]) -> str:
    """Return pieces of text on one line, without invisible characters."""
    return " ".join(_INVISIBLE.sub("", "".join(pieces)).split())


def _closed(one: _Open) -> Section:
    return Section(one.anchor, words(one.heading), words(one.text))


def _walk(parent: LexborNode, current: _Open, found: list[_Open]) -> None:
    for node in parent.iter(include_text=True):
        tag = str(node.tag)
        if tag == "-text":
            current.text.append(node.text_content or "")
        elif tag in _SKIPPED or "data-search-exclude" in node.attributes:
            continue
        elif _HEADING.fullmatch(tag) and node.id:
            if tag == "h1" and len(found) == 1:
                found[0].heading = list(_heading(node))
            else:
                current = _Open(node.id, list(_heading(node)))
                found.append(current)
        else:
            gap = "" if tag in _INLINE else " "
            current.text.append(gap)
            _walk(node, current, found)
            current.text.append(gap)


def _heading(node: LexborNode) -> Iterator[str]:
    for part in node.iter(include_text=True):
        if part.tag == "-text":
            yield part.text_content or ""
        elif "headerlink" not in (part.attributes.get("class") or ""):
            yield from _heading(part)
