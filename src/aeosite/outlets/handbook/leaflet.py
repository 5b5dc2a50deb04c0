"""The leaflet of an audience: the page it starts from, cut into blocks of which the template prints as many as two sides hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

import segno
from selectolax.lexbor import LexborNode

from aeosite.compose.article import Article
from aeosite.compose.harmless import parsed
from aeosite.compose.qr import MASK
from aeosite.guide.guide import address_of
from aeosite.guide.papers import Paper
from aeosite.model.help import Question
from aeosite.outlets.handbook.convert import Setting, Walk, classes_of, inline, rendered, stacked
from aeosite.outlets.handbook.desk import Desk, foot_of, setting_of, with_links
from aeosite.outlets.handbook.markup import array, call, content, dictionary, escaped, string

_LISTS = frozenset({"ul", "ol"})
_ID = re.compile(r"#([a-z0-9-]+)$")
_ONLY_LINKS = re.compile(r'(?:#(?:to|elsewhere)\((?:"[^"]*"|none), \[[^\]]*\]\);|[\s、，。；,.;·|\\]|见|and)*')


Block = tuple[str, int]
"""The markup of a block, and the level of the heading that it is; 0 where it is none."""


def leaflet_of(paper: Paper, desk: Desk) -> str:
    """Return a leaflet as one Typst source."""
    (language,) = paper.languages
    articles = [desk.book.articles[language][path] for path in paper.pages]
    lead, blocks = _cut(articles[0], desk)
    blocks += [block for article in articles[1:] for block in _further(article, desk)]
    body = f"#leaflet({_head(paper, articles[0], lead, desk)}, {array(_worth(blocks))})"
    return "\n".join((desk.templates["parts"], desk.templates["leaflet"], with_links(body, paper, desk)))


def _further(article: Article, desk: Desk) -> Iterator[Block]:
    """Yield the blocks of a page that fills what room is left, below its title."""
    lead, blocks = _cut(article, desk, below=1)
    yield _heading(escaped(article.title), 2), 2
    if lead:
        yield lead, 0
    yield from blocks


def _cut(article: Article, desk: Desk, below: int = 0) -> tuple[str, list[Block]]:
    """Return the lead of a page, and the rest in blocks: headings, paragraphs, single items of lists, rows of tables.

    Args:
        article: the page.
        desk: the desk.
        below: how many levels its headings are set lower.
    """
    walk = Walk(setting_of(desk, article.language, article.path), 1)
    main = parsed(desk.book.html(article)).css_first("main")
    assert main is not None
    nodes = [node for node in main.iter() if node.tag != "h1"]
    before = takewhile(lambda node: node.tag not in ("h2", "h3"), nodes)
    lead = next((node for node in before if node.tag == "p" and rendered(node, walk)), None)
    return (inline(lead, walk) if lead else ""), [
        block for node in nodes if node != lead for block in _blocks(node, walk, desk, below)
    ]


def _heading(words: str, level: int) -> str:
    return call("heading", content(words), level=str(level))


def _worth(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield blocks as the template takes them; a heading with nothing below it is left out."""
    waiting: list[Block] = []
    for markup, level in blocks:
        if level:
            waiting = [*(one for one in waiting if one[1] < level), (markup, level)]
            continue
        yield from (_block(*one) for one in waiting)
        waiting = []
        yield _block(markup, 0)


def _block(markup: str, level: int) -> str:
    return dictionary(starts=str(level), body=content(markup))


def _blocks(node: LexborNode, walk: Walk, desk: Desk, below: int) -> Iterator[Block]:
    tag, classes = node.tag or "", classes_of(node)
    if tag in ("h2", "h3"):
        level = min(int(tag[1]) + below, 3)
        yield _heading(_words(node, walk), level), level
        return
    for markup in _texts(node, walk, desk, tag, classes):
        if markup and not _ONLY_LINKS.fullmatch(markup):
            yield markup, 0


def _texts(node: LexborNode, walk: Walk, desk: Desk, tag: str, classes: Iterable[str]) -> Iterator[str]:
    if "questions" in classes:
        yield from _answered(node, desk, walk.setting)
    elif tag in _LISTS and "picture-rows" not in classes:
        yield from _items(node, walk)
    elif node.css_first("table"):
        yield from _rows(node, walk)
    else:
        yield rendered(node, walk)


def _words(node: LexborNode, walk: Walk) -> str:
    walk.quiet += 1
    words = inline(node, walk)
    walk.quiet -= 1
    return words


def _items(node: LexborNode, walk: Walk) -> Iterator[str]:
    items = [child for child in node.iter() if child.tag == "li"]
    for number, item in enumerate(items, 1):
        if markup := rendered(item, walk):
            yield call("list", content(markup)) if node.tag == "ul" else call("enum", content(markup), start=str(number))


def _answered(node: LexborNode, desk: Desk, setting: Setting) -> Iterator[str]:
    """Yield questions with their answers: a list of links is of no use on a sheet handed out."""
    for link in node.css("a"):
        found = _ID.search(link.attributes.get("href") or "")
        record = desk.guide.content.find(Question, found[1]) if found else None
        if record is not None:
            question, answer = (escaped(pair.in_(setting.language)) for pair in (record.data.question, record.data.answer))
            evidence = (
                f"{desk.voice(setting.language).gettext('依据：')}{desk.speech(setting.language).say.label(record.data.evidence)}"
            )
            yield f"{call('strong', content(question))}\n\n{answer} {call('mark', content(escaped(evidence)))}"


def _rows(node: LexborNode, walk: Walk) -> Iterator[str]:
    """Yield the caption of a table, which may say what all rows share, and its rows: the name, and every cell with the name of its column."""
    caption = node.css_first("caption")
    if caption and (words := inline(caption, walk)):
        yield call("mark", content(words))
    for row in node.css("tbody tr"):
        first, *rest = (cell for cell in row.iter() if cell.tag in ("th", "td"))
        told = [f"{_label(cell)}{one}" for cell in rest if (one := stacked(cell.iter(include_text=True), walk))]
        yield "\n\n".join(filter(None, (*_name(first, walk), call("marks", content(_joined(told))))))


def _name(cell: LexborNode, walk: Walk) -> Iterator[str]:
    """Yield what a row is called, and what is said of it below its name."""
    parts = list(cell.iter(include_text=True))
    yield call("strong", content(stacked((part for part in parts if part.tag != "p"), walk)))
    yield from (inline(part, walk) for part in parts if part.tag == "p")


def _label(cell: LexborNode) -> str:
    label = cell.attributes.get("data-label")
    return call("mark", content(escaped(f"{label} "))) if label else ""


def _joined(parts: Iterable[str]) -> str:
    return call("h", "1em").join(" ".join(part.split("\n\n")) for part in parts)


# The head and the foot


def _head(paper: Paper, article: Article, lead: str, desk: Desk) -> str:
    language, settings = article.language, desk.book.settings
    speech, name = desk.speech(language), settings.names[article.language]
    reader = speech.say.choice("audiences", paper.audience)
    date = speech.show.date(desk.guide.as_of)
    about = desk.voice(language).gettext(
        "内容截至%(date)s，摘自本指南的网页，没有全部印出。这是通俗指南，不是官方文件，以官方文件原文为准；写明没有确认的，没有查到依据，使用前请向海关核实。",
        date=date,
    )
    address = f"{settings.printed_url}{address_of((language, article.path))}" if settings.printed_url else ""
    return dictionary(
        language=string(language),
        plain_title=string(f"{name} {desk.voice(language).gettext('宣传单')} {reader}"),
        author=string(name),
        description=string(article.description),
        keywords=array(map(string, ("AEO", name))),
        guide=content(escaped(name)),
        edition=content(escaped(desk.voice(language).gettext("版本：%(date)s", date=date))),
        reader=content(escaped(desk.voice(language).gettext("写给：%(reader)s", reader=reader))),
        title=content(escaped(article.title)),
        lead=content(lead),
        ask=content(escaped(desk.voice(language).gettext("拿不准的，请问注册地海关，或者拨打12360海关热线。"))),
        sources=content(foot_of(article, desk)),
        about=content(escaped(about)),
        **_code(address, desk.voice(language).gettext("本页网址的二维码")),
    )


def _code(address: str, alt: str) -> Mapping[str, str]:
    """Return the QR code of an address as a picture, where there is an address."""
    if not address:
        return {"code": "none", "code_alt": string(alt)}
    svg = segno.make(address, error="m", micro=False, mask=MASK).svg_inline(border=2, svgclass=None, lineclass=None, dark="#000")
    return {"code": string(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)), "code_alt": string(alt)}
