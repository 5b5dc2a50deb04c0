"""What a composed page may hold, looked at as a browser reads it: elements, attributes and addresses on a list, and nothing else.

The gate reads the text of a page with patterns of its own, for good messages; Markdown reads it with others. What counts is what comes out,
so that is looked at here, by a parser that follows the HTML standard.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from aeosite.basics.addresses import is_call, is_plain, is_readable
from aeosite.basics.language import Text
from aeosite.basics.problems import Place, Problem
from aeosite.guide.guide import Guide
from aeosite.rules.instruments import is_official

PAGE_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("strong", "em", "ul", "dl", "dt", "dd", "blockquote", "table", "thead", "tbody", "tr", "hr", "br"), frozenset()
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "sup"), frozenset({"id"})),
    **dict.fromkeys(("p", "div", "span", "pre", "code", "summary"), frozenset({"class"})),
    **dict.fromkeys(("th", "td"), frozenset({"style"})),
    "a": frozenset({"href", "title", "class"}),
    "ol": frozenset({"start"}),
    "li": frozenset({"id"}),
    "img": frozenset({"src", "alt"}),
    "details": frozenset({"class", "open"}),
}
"""The elements that Markdown may make of a page, each with its attributes."""

ADDRESSES = frozenset(
    {"href", "src", "xlink:href", "action", "formaction", "data", "poster", "srcset", "background", "cite", "ping"}
)
"""The attributes that hold an address."""

FORBIDDEN = frozenset(
    {
        "iframe",
        "object",
        "embed",
        "base",
        "meta",
        "applet",
        "frame",
        "frameset",
        "portal",
        "foreignobject",
        "animate",
        "set",
        "form",
    }
)
"""Elements that nothing in a page may make, our own templates included; ``form`` aside where it has no action."""

RESERVED = re.compile(
    r"aeo-(?:main|drawer|contents|toc-title|sections|search-.*)|(?:report|readiness|rc|claim|filter|age|stored-data)(?:-.*)?"
)
"""The ids of the frame and of tools, which scripts and labels find their elements by."""

_STYLE = re.compile(r"(?:text-align: (?:left|center|right);|--[a-z]+: ?\d+(?:\.\d+)?;?)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)

Find = Callable[[str], Place]
"""Returns where a text stands in what the page was made from."""


def page_faults(html: str, guide: Guide, find: Find) -> Iterator[Problem]:
    """Yield what the HTML that Markdown made of a page may not hold, records and tools left out."""
    for node in elements(parsed(html)):
        allowed = PAGE_ATTRIBUTES.get(node.tag or "")
        if allowed is None:
            yield _element(node, find)
            continue
        for name, value in node.attributes.items():
            if name not in allowed:
                yield _attribute(node, name, value or "", find)
            elif name == "id" and RESERVED.fullmatch(value or ""):
                yield _reserved(value or "", find)


def fragment_faults(html: LexborHTMLParser, guide: Guide, find: Find) -> Iterator[Problem]:
    """Yield what the whole of a page may not hold: what records and tools are shown in is ours, what it says comes from records."""
    ids: Counter[str] = Counter()
    for node in elements(html):
        if node.tag in FORBIDDEN and not (node.tag == "form" and "action" not in node.attributes):
            yield _element(node, find)
        attributes = node.attributes
        if attributes:
            yield from _attribute_faults(node, attributes, guide, find)
            if id_ := attributes.get("id"):
                ids[id_] += 1
    for id_, times in ids.items():
        if times > 1:
            yield Problem(
                find(id_),
                "composed-id",
                Text(f"合成后的页面上 id {id_} 出现 {times} 次。", f"The id {id_} stands {times} times on the composed page."),
                Text("改标题的 {#id}，或记录的 id。", "Change the {#id} of the heading, or the id of the record."),
            )


def parsed(html: str) -> LexborHTMLParser:
    """Return some HTML as a browser reads it in the body of a page: below the element ``main``."""
    return LexborHTMLParser(f"<!doctype html><body><main>{html}")


def elements(html: LexborHTMLParser) -> Iterator[LexborNode]:
    """Yield every element below ``main``."""
    main = html.css_first("main")
    if main:
        yield from (node for node in main.traverse(include_text=False) if node.tag != "main")


def _attribute_faults(node: LexborNode, attributes: Mapping[str, str | None], guide: Guide, find: Find) -> Iterator[Problem]:
    for name, value in attributes.items():
        if (
            name.startswith("on")
            or name in ("srcdoc", "formaction")
            or (name == "style" and not _STYLE.fullmatch((value or "").strip()))
        ):
            yield _attribute(node, name, value or "", find)
        elif name in ADDRESSES and not _is_harmless(value or "", guide, loaded=node.tag not in ("a", "area")):
            yield Problem(
                find(value or ""),
                "composed-address",
                Text(
                    f"合成后的页面会链接 {_shown(value)}，不允许。",
                    f"The composed page would link {_shown(value)}, which is not allowed.",
                ),
                Text(
                    "站内用相对路径；站外只链接官方网站，地址里不写反斜杠、空格、用户名或看不见的字符。",
                    "Use relative paths inside the guide and official hosts outside, without back slashes, blanks, user names or invisible characters.",
                ),
            )


def _is_harmless(address: str, guide: Guide, *, loaded: bool) -> bool:
    """Whether a browser would go where a person reading the address thinks it does, and that is a place we allow."""
    if not is_readable(address) or address.startswith("/"):
        return False
    if not _SCHEME.match(address):
        return True
    return not loaded and (is_call(address) or (is_plain(address) and is_official(guide.content, address)))


def _element(node: LexborNode, find: Find) -> Problem:
    return Problem(
        find(f"<{node.tag}"),
        "composed-element",
        Text(f"合成后的页面会有 <{node.tag}>，不允许。", f"The composed page would hold <{node.tag}>, which is not allowed."),
        Text("改用 Markdown 或指令。", "Use Markdown or a directive."),
    )


def _attribute(node: LexborNode, name: str, value: str, find: Find) -> Problem:
    return Problem(
        find(value or name),
        "composed-attribute",
        Text(
            f"合成后的 <{node.tag}> 会有属性 {name}，不允许。",
            f"The composed <{node.tag}> would have the attribute {name}, which is not allowed.",
        ),
        Text("页面里只有标题后可以写 {#id}。", "In a page only a heading may carry {#id}."),
    )


def _reserved(id_: str, find: Find) -> Problem:
    return Problem(
        find(f"#{id_}"),
        "composed-id",
        Text(f"id {id_} 留给网站自己使用。", f"The id {id_} is kept for the site itself."),
        Text("换一个 id。", "Choose another id."),
    )


def _shown(address: str | None) -> str:
    """Return an address as it may stand in a message: every character seen, and not too many."""
    return (address or "").encode("unicode_escape").decode()[:80]


def finder(sources: Iterable[tuple[str, Callable[[int], Place]]], otherwise: Place) -> Find:
    """Return a function that finds a text in some sources.

    Args:
        sources: texts, each with what turns an offset into a place; looked through only when something is to be found.
        otherwise: the place of what is not found.
    """

    def find(text: str) -> Place:
        searched = list(sources)
        for needle in _needles(text):
            for source, place_at in searched:
                if (at := source.find(needle)) >= 0:
                    return place_at(at)
        return otherwise

    return find


def _needles(text: str) -> Iterator[str]:
    """Yield what may stand in a source for a text of the page: the text, then its parts, the longer first."""
    yield from filter(None, (text, text.strip()))
    yield from sorted(filter(None, re.split(r"[\s/@\\\\]+|:/*", text)), key=len, reverse=True)
