"""The HTML of a composed page as Typst markup: a function for each element or class, in a table, and nothing else knows HTML.

What is drawn is the business of the template (``overrides/handbook/parts.typ``): the markup calls its functions, such as ``badge`` or ``record``.
A link inside the guide is ``#to("path#anchor")``, a place ``#at(…)``; whoever puts pages together says which places there are (``papers.py``).
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from aeosite.basics.language import Language
from aeosite.compose.harmless import parsed
from aeosite.outlets.handbook.markup import array, call, collapsed, content, escaped, string
from aeosite.outlets.handbook.tables import Cell, Row, Table, drawn

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "header"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"),
        *("legend", "figcaption"),
    }
)
"""Elements that stand on lines of their own."""

SKIPPED = frozenset(
    {
        *("button", "input", "link", "meter", "option", "output", "progress", "script", "select", "style", "svg", "template"),
        *("textarea", "-comment", "-doctype", "legend", "colgroup", "caption"),
    }
)
"""Elements that paper has no use for, or that are said elsewhere: a caption by its table, a legend by the question above it."""

SKIPPED_CLASSES = frozenset(
    {
        *("no-print", "js-only", "no-js-only", "headerlink", "cite-button", "on-this-page", "to-contents", "both-languages"),
        *(
            "only-differences",
            "offline-copy",
            "next",
            "print-address",
            "picture-drawing",
            "picture-key",
            "timeline-key",
            "buttons",
        ),
        *(
            "size",
            "twins__other",
            "outcome",
            "claim",
            "filter",
            "copy-here",
            "search-here",
            "contact-here",
            "worked",
            "suggestion",
        ),
        *("look-back", "done", "footnote-backref"),
    }
)
"""Classes of what is for a screen: what ``print.css`` leaves out, and forms."""

SHORT = 6.6
"""A name of a fact that is no wider than this, in Han characters, stands in a column of its own."""

_STATE = re.compile(r"badge--([a-z-]+)")
_WEB = re.compile(r"https?://", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SHOWN = re.compile(r"^(?:https?://)?(?:www\.)?|/+$", re.I)


@dataclass(frozen=True)
class Words:
    """Words that a page does not hold and paper needs, in the language of the page."""

    clause: str
    asks: str
    other: str


@dataclass(frozen=True)
class Term:
    """A term of the index: its id, and what finds it in a text."""

    id: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Setting:
    """What converting a page depends on beside its HTML.

    Attributes:
        language: the language of the page.
        path: its path, by which its places are known, such as ``criteria/advanced.md``.
        folder: the folder of the page in the built site, from which its links are seen.
        pages: the paths of pages by their addresses in the built site.
        words: words that tables of clauses need.
        level: the level of its title among the headings of the paper.
        twins: whether clauses stand in both languages, side by side.
        terms: terms whose first place on the page is noted for the index.
        headings: what follows a heading, by its id: the same heading in the other language.
    """

    language: Language
    path: str
    folder: str
    pages: Mapping[str, str]
    words: Words
    level: int = 1
    twins: bool = False
    terms: Sequence[Term] = ()
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Walk:
    """A walk through a page: how deep the last heading was, which terms have been noted, and whether it is within words that are repeated
    elsewhere, such as a heading in the contents: those hold no links, and no term is noted there."""

    setting: Setting
    last: int
    noted: set[str] = field(default_factory=set)
    quiet: int = 0


Render = Callable[[LexborNode, Walk], str]


def converted(html: str, setting: Setting) -> str:
    """Return the HTML of a page, or of a part of one, as Typst markup.

    Args:
        html: the HTML, as composed.
        setting: what else it depends on.
    """
    main = parsed(html).css_first("main")
    return flow(main, Walk(setting, setting.level - 1)) if main else ""


def flow(node: LexborNode, walk: Walk) -> str:
    """Return what stands in an element: paragraphs of what stands in lines, and blocks, one below the other."""
    return stacked(node.iter(include_text=True), walk)


def stacked(nodes: Iterable[LexborNode], walk: Walk) -> str:
    """Return nodes one below the other; those that stand in a line are one paragraph."""
    return "\n\n".join(filter(None, (part.strip(" ") for part in _blocks(nodes, walk))))


def _blocks(nodes: Iterable[LexborNode], walk: Walk) -> Iterator[str]:
    line = ""
    for node in nodes:
        if _is_block(node):
            yield line
            line = ""
            yield rendered(node, walk)
        else:
            line += rendered(node, walk)
    yield line


def inline(node: LexborNode, walk: Walk) -> str:
    """Return what stands in an element, in one line."""
    return "".join(rendered(child, walk) for child in node.iter(include_text=True)).strip(" ")


def rendered(node: LexborNode, walk: Walk) -> str:
    """Return a node as markup, by its class or else its element; with its place where it has an id, in its language where it says one."""
    tag = node.tag or ""
    if tag == "-text":
        return _text(node.text_content or "", walk)
    attributes, classes = node.attributes, classes_of(node)
    if tag in SKIPPED or not SKIPPED_CLASSES.isdisjoint(classes) or "hidden" in attributes:
        return ""
    render = next((CLASSES[name] for name in classes if name in CLASSES), None) or ELEMENTS.get(tag)
    made = render(node, walk) if render else flow(node, walk) if _is_block(node) else _kept(node, walk)
    if attributes.get("id") and tag not in PLACED and made:
        made = _place(node, walk) + made
    language = attributes.get("lang")
    return call("lang", string(language), content(made)) if made and language and language != walk.setting.language else made


def classes_of(node: LexborNode) -> list[str]:
    """Return the classes of an element."""
    return (node.attributes.get("class") or "").split()


def _is_block(node: LexborNode) -> bool:
    return node.tag in BLOCKS


def _kept(node: LexborNode, walk: Walk) -> str:
    """Return what stands in an element within a line; a block there breaks it as it would in a browser."""
    children = list(node.iter(include_text=True))
    return stacked(children, walk) if any(map(_is_block, children)) else "".join(rendered(child, walk) for child in children)


def _text(text: str, walk: Walk) -> str:
    shown = collapsed(text)
    return escaped(shown) if walk.quiet or not walk.setting.terms else "".join(_with_terms(shown, walk))


def _with_terms(text: str, walk: Walk) -> Iterator[str]:
    """Yield a text with a mark before each term that has not stood on the page before."""
    found = sorted(
        (match.start(), term.id)
        for term in walk.setting.terms
        if term.id not in walk.noted and (match := term.pattern.search(text))
    )
    last = 0
    for start, id_ in found:
        yield escaped(text[last:start]) + call("term-here", string(id_))
        walk.noted.add(id_)
        last = start
    yield escaped(text[last:])


def label_of(path: str, anchor: str = "") -> str:
    """Return the name of a place: a page, or what has an id on it."""
    return f"{path}#{anchor}" if anchor else path


def _place(node: LexborNode, walk: Walk) -> str:
    return call("at", string(label_of(walk.setting.path, node.id or "")))


# Headings and paragraphs


def _heading(node: LexborNode, walk: Walk) -> str:
    """Return a heading, at most one level below the one before it: PDF/UA allows no gap. The title of a page has the place of the page."""
    walk.quiet += 1
    words = inline(node, walk)
    walk.quiet -= 1
    walk.last = min(walk.setting.level + int((node.tag or "h1")[1]) - 1, walk.last + 1)
    other = walk.setting.headings.get(node.id or "", "")
    place = label_of(walk.setting.path, "" if node.tag == "h1" else node.id or "") if node.id else ""
    return call("title", str(walk.last), string(place), content(words), *([content(other)] if other else []))


def _paragraph(node: LexborNode, walk: Walk) -> str:
    return inline(node, walk)


def _styled(name: str) -> Render:
    """Return what draws an element with a function of the template; blanks at its edges stand outside, where they keep words apart."""

    def styled(node: LexborNode, walk: Walk) -> str:
        made = _kept(node, walk)
        words = made.strip(" ")
        before, after = (" " if made[:1] == " " else ""), (" " if made[-1:] == " " else "")
        return f"{before}{call(name, content(words))}{after}" if words else ""

    return styled


def _aside(node: LexborNode, walk: Walk) -> str:
    """Return a remark; one that only links its own record says nothing on paper."""
    parts = [child for child in node.iter(include_text=True) if child.tag != "-text" or (child.text_content or "").strip()]
    own = [child for child in parts if _is_own_link(child)]
    if own and len(own) == len(parts):
        return ""
    words = stacked((child for child in node.iter(include_text=True) if child not in own), walk)
    return call("aside", content(words)) if words else ""


def _is_own_link(node: LexborNode) -> bool:
    return "permalink" in classes_of(node)


# In a line


def _link(node: LexborNode, walk: Walk) -> str:
    href, words = node.attributes.get("href") or "", inline(node, walk)
    if not words or not href or walk.quiet or "permalink" in classes_of(node):
        return words
    if _WEB.match(href):
        bare = _SHOWN.sub("", href).casefold()
        return call("web" if _SHOWN.sub("", node.text().strip()).casefold() == bare else "source", string(href), content(words))
    if _SCHEME.match(href):
        return call("web", string(href), content(words))
    address, _, anchor = href.partition("#")
    target = posixpath.normpath(posixpath.join(walk.setting.folder, address)) if address else ""
    path = walk.setting.pages.get(target) if target else walk.setting.path
    if path is None:
        return call("file", string(target), content(words))
    return call("to", string(label_of(path, anchor)), content(words))


def _code(node: LexborNode, walk: Walk) -> str:
    return call("raw", string(node.text())) if node.text() else ""


def _badge(node: LexborNode, walk: Walk) -> str:
    state = _STATE.search(node.attributes.get("class") or "")
    return call("badge", string(state[1] if state else ""), content(inline(node, walk)))


# Lists


def _items(node: LexborNode, walk: Walk) -> Iterator[str]:
    for child in node.iter():
        if child.tag == "li" and (made := rendered(child, walk)):
            yield content(made)


def _list(node: LexborNode, walk: Walk) -> str:
    items = list(_items(node, walk))
    return call("list", *items) if items else ""


def _numbered(node: LexborNode, walk: Walk) -> str:
    items, start = list(_items(node, walk)), node.attributes.get("start") or "1"
    return call("enum", *items, start=start if start.isdecimal() else "1") if items else ""


def _in_a_row(node: LexborNode, walk: Walk) -> str:
    """Return a list of short items as one line."""
    items = list(_items(node, walk))
    return call("in-a-row", *items) if items else ""


def _names(node: LexborNode, walk: Walk) -> str:
    """Return the names below each heading of a list as one line: they are a word each."""
    pairs = [(dt, dt.parent.css_first("ul")) for dt in node.css("dt") if dt.parent is not None]
    listed = [array([content(_flat(name, walk)), content(_in_a_row(names, walk)), "true"]) for name, names in pairs if names]
    return call("facts", *listed) if listed else ""


def _own_numbers(node: LexborNode, walk: Walk) -> str:
    """Return a list whose items say their numbers themselves."""
    items = list(_items(node, walk))
    return call("unmarked", *items) if items else ""


def _facts(node: LexborNode, walk: Walk) -> str:
    """Return names with what is said of each: a name may have several descriptions."""
    pairs: list[tuple[LexborNode, list[str]]] = []
    for child in node.traverse(include_text=False):
        if child.tag == "dt" and _list_of(child) == node:
            pairs.append((child, []))
        elif child.tag == "dd" and pairs and _list_of(child) == node and (made := flow(child, walk)):
            pairs[-1][1].append(_place(child, walk) + made if child.id else made)
    listed = [
        array([content(_flat(name, walk)), content("\n\n".join(told)), "true" if width_of(name.text()) <= SHORT else "false"])
        for name, told in pairs
        if told
    ]
    return call("facts", *listed) if listed else ""


def _list_of(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "dl":
        parent = parent.parent
    return parent


def _flat(node: LexborNode, walk: Walk) -> str:
    walk.quiet += 1
    words = inline(node, walk)
    walk.quiet -= 1
    return words


# Boxes


def _record(node: LexborNode, walk: Walk) -> str:
    """Return a card: its line and what it holds, whether it is open on the screen or not. One that never folds is what it holds."""
    if node.tag != "details":
        return call("answer", content(flow(node, walk)))
    summary = node.css_first("summary")
    head = flow(summary, walk) if summary else ""
    body = stacked((child for child in node.iter(include_text=True) if child.tag != "summary"), walk)
    return call("record", content(head), content(body))


def _note(node: LexborNode, walk: Walk) -> str:
    kind = "warning" if {"warning", "caution", "danger", "attention"}.intersection(classes_of(node)) else "info"
    parts = list(node.iter(include_text=True))
    titles = [part for part in parts if "admonition-title" in classes_of(part)] if node.tag != "details" else []
    title = inline(titles[0], walk) if titles else ""
    rest = stacked((part for part in parts if part not in titles), walk)
    return call("note", string(kind), content(title), content(rest))


def _box(node: LexborNode, walk: Walk) -> str:
    return call("part", content(flow(node, walk)))


def _boxes(node: LexborNode, walk: Walk) -> str:
    parts = [content(flow(child, walk)) for child in node.iter() if "box" in classes_of(child)]
    return call("parts", *parts) if parts else flow(node, walk)


def _preformatted(node: LexborNode, walk: Walk) -> str:
    return call("raw", string(node.text().strip("\n")), block="true")


def _answers(node: LexborNode, walk: Walk) -> str:
    """Return the answers of a question as boxes to tick."""
    return call("answers", *(content(inline(label, walk)) for label in node.css("label.choice")))


def _key_figures(node: LexborNode, walk: Walk) -> str:
    return call("figures", *_items(node, walk))


# Tables


def _table(node: LexborNode, walk: Walk) -> str:
    rows = [_row(row, walk) for row in node.css("tr")]
    head = [row for row in rows if row.head]
    caption = node.css_first("caption")
    table = Table(inline(caption, walk) if caption else "", tuple(head), tuple(row for row in rows if not row.head))
    return drawn(table)


def _row(row: LexborNode, walk: Walk) -> Row:
    cells = [_cell(cell, walk) for cell in row.iter() if cell.tag in ("th", "td")]
    if row.id and cells:
        cells[0] = Cell(_place(row, walk) + cells[0].markup, cells[0].width, cells[0].span, cells[0].name)
    parent = row.parent
    return Row(tuple(cells), head=parent is not None and parent.tag == "thead", group="group" in classes_of(row))


def _cell(cell: LexborNode, walk: Walk) -> Cell:
    span = cell.attributes.get("colspan") or "1"
    scope = cell.attributes.get("scope")
    markup = _titled(cell, walk) if scope in ("col", "rowgroup") else _named(cell, walk) if scope == "row" else flow(cell, walk)
    language = cell.attributes.get("lang")
    if language and markup:
        markup = call("lang", string(language), content(markup))
    return Cell(markup, width_of(cell.text()), int(span) if span.isdecimal() else 1, cell.tag == "th")


def _named(cell: LexborNode, walk: Walk) -> str:
    """Return the name of a row, and below it what is said of it there."""
    parts = list(cell.iter(include_text=True))
    first = next((number for number, part in enumerate(parts) if _is_block(part)), len(parts))
    name, rest = stacked(parts[:first], walk), stacked(parts[first:], walk)
    return "\n\n".join(filter(None, (call("row-name", content(name)) if name else "", rest)))


def _titled(cell: LexborNode, walk: Walk) -> str:
    """Return the heading of a column. It is repeated on every sheet, so no place, no link and no note may stand in it."""
    walk.quiet += 1
    words = flow(cell, walk)
    walk.quiet -= 1
    return words


def width_of(text: str) -> float:
    """Return about how wide a text is, in the width of a Han character."""
    return sum(1.0 if char >= "\u2e80" else 0.55 for char in " ".join(text.split()))


def _clauses(node: LexborNode, walk: Walk) -> str:
    """Return the clauses of an item as a table: number and text, or number and the text in either language."""
    words = walk.setting.words
    heads = [words.clause, words.asks, words.other] if walk.setting.twins else [words.clause, words.asks]
    head = Row(tuple(Cell(escaped(word), width_of(word), 1, True) for word in heads), head=True)
    rows = tuple(_clause(item, walk) for item in node.css("li.clause"))
    first = f"{max(3.4, width_of(words.clause) + 1.2):.1f}em"
    return drawn(Table("", (head,), rows, widths=(first, "1fr", "1fr")[: len(heads)]))


def _clause(item: LexborNode, walk: Walk) -> Row:
    number, text = item.css_first(".clause__number"), item.css_first(".clause__text")
    assert number is not None
    assert text is not None
    first = Cell(_place(item, walk) + call("row-name", content(inline(number, walk))), 3.0, 1, True)
    own = Cell(flow(text, walk), width_of(text.text()), 1, False)
    other = item.css_first(".twins__other")
    if not walk.setting.twins or other is None:
        return Row((first, own))
    twin = call("lang", string(other.attributes.get("lang") or ""), content(flow(other, walk)))
    return Row((first, own, Cell(twin, width_of(other.text()), 1, False)))


ELEMENTS: Mapping[str, Render] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "p": _paragraph,
    "a": _link,
    **dict.fromkeys(("strong", "b"), _styled("strong")),
    **dict.fromkeys(("em", "i", "cite"), _styled("emph")),
    "sup": _styled("super"),
    "sub": _styled("sub"),
    "code": _code,
    "pre": _preformatted,
    "br": lambda node, walk: call("linebreak"),
    "hr": lambda node, walk: call("rule"),
    "ul": _list,
    "ol": _numbered,
    "dl": _facts,
    "table": _table,
    "blockquote": _styled("quoted"),
    "details": _note,
}
"""What an element becomes. Any other is what stands in it."""

CLASSES: Mapping[str, Render] = {
    "record": _record,
    "statistic": _record,
    "group": lambda node, walk: flow(node, walk),
    "admonition": _note,
    "badge": _badge,
    **dict.fromkeys(("mark", "evidence", "state", "said", "formula"), _styled("mark")),
    "badges": _styled("marks"),
    "aside": _aside,
    "hint": _styled("aside"),
    "lead": _styled("lead"),
    "open-points": _styled("open-points"),
    "clauses-about": _styled("aside"),
    "clauses": _clauses,
    "boxes": _boxes,
    "box": _box,
    "answers": _answers,
    "key-figures": _key_figures,
    "rules-now": _box,
    **dict.fromkeys(("tasks", "cards", "doors"), _own_numbers),
    "chips-names": _names,
    "picture-list": _own_numbers,
    "picture-rows": _numbered,
    "unbroken": _styled("unbroken"),
    "page-foot": _styled("page-foot"),
}
"""What an element of a class becomes, whatever the element; the first class that stands here decides."""

PLACED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "tr", "dd", "dt", "caption", "fieldset"})
"""Elements that put their own places, or need none."""
