"""The sections of a composed page for search: what a reader sees under each heading, as plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HEADING = re.compile(r"h[1-6]")
_MARKS = frozenset({"badge", "badges", "evidence", "mark", "permalink", "record__name"})
_NAMED = frozenset({"tr", "details"})
_FRAME = frozenset({"button", "caption", "thead"})
_SKIPPED = frozenset({"script", "style", "template", "svg"})
_BREAK, _COLON = "\ue000", "\ue001"  # stand for the edge of a cell and the end of a label until the text is complete
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
_APART = frozenset({"td", "th", "dt"})
_AFTER = {"td": _BREAK, "th": _BREAK, "dt": _COLON}
_INVISIBLE = re.compile("[\\u00ad\\u200b-\\u200d\\u2060\\ufeff]")


_LABEL = re.compile(f"([^ ]) ?{_COLON} ?")
_LEVEL_OF_ROW = 7
_NAME = re.compile("(?![（(][A-Z0-9]+[）)]$).*?([\u3400-\u9fff]{2}|[A-Za-z]{2})")


@dataclass(frozen=True)
class Section:
    """One section of a page.

    Attributes:
        anchor: its id; empty for what stands before the first heading below the title.
        heading: its heading; with an empty anchor, the title; for a row of a table, the name in the row.
        text: what stands under it, on one line.
        level: the level of the heading; 0 with an empty anchor, 7 for a row.
        ids: the ids of what stands in it and has no section of its own, such as the clauses of an item.
    """

    anchor: str
    heading: str
    text: str
    level: int = 0
    ids: tuple[str, ...] = ()


@dataclass
class _Open:
    anchor: str
    level: int = 0
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def sections_of(html: LexborHTMLParser) -> tuple[Section, ...]:
    """Return the sections of a page, which stands below the element ``main``, in reading order.

    A heading starts a section where it has an id; one inside a box ends with that box. A row of a table, or a part that opens, is a section
    where it has an id and a name: its first cell or its first line says in words what it is about. Left out are what is marked ``data-search-exclude``, what no reader
    reads as text, links to headings, badges, and what only points elsewhere: an item of a list that is one link, a row that sums up a
    record shown somewhere else.
    """
    first = _Open("")
    found = [first]
    main = html.css_first("main")
    if main:
        _walk(main, first, found)
    return tuple(_closed(one) for one in found if one.heading or one.text)


def words(pieces: list[str]) -> str:
    """Return pieces of text on one line, without invisible characters; cells and the like are set apart by dots."""
    cells = (" ".join(cell.split()) for cell in _INVISIBLE.sub("", "".join(pieces)).split(_BREAK))
    return _LABEL.sub(_labelled, " · ".join(cell for cell in cells if cell))


def _labelled(found: re.Match[str]) -> str:
    return found[1] + ("：" if found[1] >= "\u3000" else ": ")


def _closed(one: _Open) -> Section:
    return Section(one.anchor, words(one.heading), words(one.text), one.level, tuple(one.ids))


def _walk(parent: LexborNode, current: _Open, found: list[_Open]) -> None:
    for node in _inside(parent):
        tag = str(node.tag)
        if tag == "-text":
            current.text.append(node.text_content or "")
        elif tag in _SKIPPED or _points_elsewhere(node, tag):
            continue
        elif _HEADING.fullmatch(tag) and node.id:
            if tag == "h1" and len(found) == 1:
                found[0].heading = list(_heading(node))
            else:
                current = _Open(node.id, int(tag[1]), list(_heading(node)))
                found.append(current)
        elif tag in _NAMED and node.id and (name := _name_of(node)):
            row = _Open(node.id, _LEVEL_OF_ROW, [name])
            found.append(row)
            _walk(node, row, found)
        else:
            if node.id:
                current.ids.append(node.id)
            current.text.append("" if tag in _INLINE else _BREAK if tag in _APART else " ")
            _walk(node, current, found)
            current.text.append("" if tag in _INLINE else _AFTER.get(tag, " "))


def _inside(parent: LexborNode) -> Iterator[LexborNode]:
    """Yield what stands in an element; the line that opens a part is no box of its own, so that its heading goes on below it."""
    for node in parent.iter(include_text=True):
        if node.tag == "summary":
            yield from node.iter(include_text=True)
        else:
            yield node


def _points_elsewhere(node: LexborNode, tag: str) -> bool:
    """Whether readers search for what it leads to, not for it."""
    attributes = node.attributes
    if "data-search-exclude" in attributes or (tag == "tr" and "data-item" in attributes and not node.id):
        return True
    names = (attributes.get("class") or "").split()
    if tag in _FRAME or not _MARKS.isdisjoint(names):
        return True
    return tag == "li" and _is_one_link(node)


def _is_one_link(item: LexborNode) -> bool:
    children = [child for child in item.iter(include_text=True) if child.tag != "-text" or (child.text_content or "").strip()]
    return len(children) == 1 and children[0].tag == "a"


def _name_of(row: LexborNode) -> str:
    """Return what the first cell of a row, or the line that opens a part, calls it; nothing where that is a number only."""
    cell = row.css_first("th[scope=row], .record__name")
    if cell is None:
        return ""
    inner = cell.css_first("a.permalink")
    name = words([(inner or cell).text()])
    return name if _NAME.match(name) else ""


def _heading(node: LexborNode) -> Iterator[str]:
    for part in node.iter(include_text=True):
        if part.tag == "-text":
            yield part.text_content or ""
        elif "headerlink" not in (part.attributes.get("class") or ""):
            yield from _heading(part)
