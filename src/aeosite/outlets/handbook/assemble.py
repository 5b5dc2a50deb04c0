"""Put the pages of a paper together: cover, contents, pages in the order of the navigation, index of terms; as one Typst source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pypinyin import lazy_pinyin
from selectolax.lexbor import LexborNode

from aeosite.basics.cache import digest
from aeosite.basics.language import Language
from aeosite.compose.article import Article
from aeosite.compose.book import Book
from aeosite.compose.harmless import parsed
from aeosite.guide.papers import CHAPTER, CRITERIA, HANDBOOK, Paper
from aeosite.model.help import GlossaryEntry
from aeosite.outlets.handbook.convert import Term, Walk, converted, stacked
from aeosite.outlets.handbook.desk import Desk, called_in, setting_of, with_links
from aeosite.outlets.handbook.markup import array, call, content, dictionary, escaped, string

MOST = 10
"""So many places of a term are listed in the index."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def source_of(paper: Paper, desk: Desk) -> str:
    """Return a paper as one Typst source: the handbook, a chapter, or the criteria in both languages."""
    body = "\n\n".join({HANDBOOK: _every_page, CHAPTER: _one_page, CRITERIA: _both_languages}[paper.kind](paper, desk))
    return "\n".join(
        (
            desk.templates["parts"],
            desk.templates["handbook"],
            f"#show: handbook.with({_head(paper, desk)})",
            with_links(body, paper, desk),
        )
    )


def articles_of(paper: Paper, book: Book) -> list[Article]:
    """Return the articles a paper is made of, in every language of it."""
    return [book.articles[language][path] for language in paper.languages for path in paper.pages or in_order(book, language)]


def in_order(book: Book, language: Language) -> list[str]:
    """Return the paths of the pages of a language in the order of the navigation, those that it does not list at the end."""
    listed = [path for path in book.settings.nav if path in book.articles[language]]
    return [*listed, *sorted(set(book.articles[language]).difference(listed))]


# Pages


def _every_page(paper: Paper, desk: Desk) -> Iterator[str]:
    """Yield every page, those of a group of the navigation below its name, then the index."""
    (language,) = paper.languages
    groups = desk.book.settings.chapters.get(language, {})
    terms, telling = terms_of(desk, language), _telling(desk, language)
    last = None
    for path in in_order(desk.book, language):
        group = groups.get(path)
        if group and group != last:
            yield call("title", "1", string(""), content(escaped(group)))
        last = group
        yield _page(
            desk,
            desk.book.articles[language][path],
            level=2 if group else 1,
            terms=[one for one in terms if path in telling[one.id]],
        )
    yield _index(desk, language)


def _one_page(paper: Paper, desk: Desk) -> Iterator[str]:
    (language,), (path,) = paper.languages, paper.pages
    yield _page(desk, desk.book.articles[language][path])


def _page(desk: Desk, article: Article, level: int = 1, terms: Sequence[Term] = ()) -> str:
    """Return a page with its foot."""
    setting = setting_of(desk, article.language, article.path, level, terms)
    cache = desk.book.kept.cache
    foot = desk.book.foot(article)
    key = digest(
        article.body, foot, article.path, article.language, str(level), repr(setting.words), *(_mark(one) for one in terms)
    )
    pages = digest(*setting.pages)
    return cache.made(
        "typst",
        digest(key, pages),
        lambda: f"{converted(desk.book.html(article), setting)}\n\n{converted(foot, replace(setting, terms=()))}",
    )


def _mark(term: Term) -> str:
    return f"{term.id} {term.pattern.pattern}"


# Both languages


def _both_languages(paper: Paper, desk: Desk) -> Iterator[str]:
    """Yield pages in two languages: of each part the text of the first, then that of the second; of clauses both side by side."""
    for path in paper.pages:
        first, second = (desk.book.articles[language][path] for language in paper.languages)
        ours, theirs = _parts(desk.book.html(first)), _parts(desk.book.html(second))
        words = {anchor: escaped(title) for anchor, title in _titles(second)}
        setting = replace(setting_of(desk, first.language, path), twins=True, headings=words)
        other = setting_of(desk, second.language, path)
        walk, twin = Walk(setting, 0), Walk(other, 0)
        for anchor, nodes in ours.items():
            yield stacked(nodes, walk)
            rest = [node for node in theirs.get(anchor, []) if not _said_already(node)]
            if made := stacked(rest, twin).replace("#at(", "#gone("):
                yield call("twin", string(second.language), content(made))


def _parts(html: str) -> dict[str, list[LexborNode]]:
    """Return what stands on a page by the id of the heading above it, the heading first."""
    parts: dict[str, list[LexborNode]] = {}
    main = parsed(html).css_first("main")
    for node in main.iter(include_text=True) if main else ():
        if node.tag in _HEADINGS or not parts:
            parts[node.id or ""] = []
        parts[next(reversed(parts))].append(node)
    return parts


def _said_already(node: LexborNode) -> bool:
    return node.tag in _HEADINGS or "clauses" in (node.attributes.get("class") or "").split()


def _titles(article: Article) -> Iterator[tuple[str, str]]:
    yield from ((title.id, plain_title(title.words)) for title in article.titles)


def plain_title(html: str) -> str:
    """Return the words of a heading."""
    main = parsed(html).css_first("main")
    return " ".join(main.text().split()) if main else ""


# The index


def terms_of(desk: Desk, language: Language) -> list[Term]:
    """Return what finds the terms of the glossary in a text of a language, the longest first."""
    return [Term(one.id, _pattern(one.term.in_(language), language)) for one in _sorted(desk, language)]


def _telling(desk: Desk, language: Language) -> dict[str, set[str]]:
    """Return the pages that say each term most often, by its id: nobody looks up forty places."""
    articles = desk.book.articles[language]
    texts = {path: " ".join(f"{part.heading} {part.text}" for part in one.sections) for path, one in articles.items()}
    found: dict[str, set[str]] = {}
    for term in terms_of(desk, language):
        times = {path: len(term.pattern.findall(text)) for path, text in texts.items()}
        found[term.id] = set(sorted((path for path in times if times[path]), key=lambda path: (-times[path], path))[:MOST])
    return found


def _pattern(term: str, language: Language) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(re.escape(term))
    return re.compile(rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])", re.I)


def _sorted(desk: Desk, language: Language) -> list[GlossaryEntry]:
    """Return the terms in the order of an index: Chinese ones as they are read."""
    words = {one.id: one.term.in_(language) for one in desk.glossary}
    key = {id_: " ".join(lazy_pinyin(word)).casefold() if language == "zh" else word.casefold() for id_, word in words.items()}
    return sorted(desk.glossary, key=lambda one: (key[one.id], one.id))


def _index(desk: Desk, language: Language) -> str:
    entries = [array((string(one.id), content(escaped(one.term.in_(language))))) for one in _sorted(desk, language)]
    remark = desk.voice(language).gettext("页码是说到这个词最多的几节里它第一次出现的地方；意思见术语表。")
    name = desk.voice(language).gettext("术语索引")
    return call("terms-index", content(escaped(name)), content(escaped(remark)), array(entries)) if entries else ""


# The cover


def _head(paper: Paper, desk: Desk) -> str:
    """Return what the cover and the running heads say, as the template's dictionary."""
    language, settings = paper.languages[0], desk.book.settings
    voice, show = desk.voice(language), desk.speech(language).show
    name = settings.names[language]
    title, subtitle = _names(paper, desk)
    edition = voice.gettext("版本：%(date)s", date=show.date(desk.guide.as_of))
    whole = title if paper.kind == CHAPTER else f"{name} {title}"
    return dictionary(
        language=string(language),
        kind=string(paper.kind),
        plain_title=string(whole),
        author=string(name),
        description=string(subtitle),
        keywords=array(map(string, ("AEO", name))),
        short_title=content(escaped(name if paper.kind == HANDBOOK else title)),
        guide=content(escaped(name)),
        title=content(escaped(title)),
        subtitle=content(escaped(subtitle)),
        edition=content(escaped(edition)),
        about=content(_about(paper, desk)),
        address=string(settings.printed_url) if settings.printed_url else "none",
        depth="2",
        chapters_begin="true" if paper.kind != CHAPTER else "false",
        words=dictionary(contents=content(escaped(voice.pgettext("of a book", "目录")))),
    )


def _names(paper: Paper, desk: Desk) -> tuple[str, str]:
    """Return the title and the subtitle of a paper."""
    language = paper.languages[0]
    if paper.kind == CHAPTER:
        article = desk.book.articles[language][paper.pages[0]]
        return article.title, article.description
    if paper.kind == CRITERIA:
        first, second = (desk.voice(one).gettext("认证标准") for one in paper.languages)
        return f"{first} {second}", " · ".join(desk.voice(one).gettext("中英文对照") for one in paper.languages)
    return desk.voice(language).gettext("手册"), desk.voice(language).gettext("全部内容，供打印、批注和转发")


def _about(paper: Paper, desk: Desk) -> str:
    """Return what the cover says of how far a paper can be relied on, in each of its languages."""
    return "\n\n".join(_relied(language, desk) for language in paper.languages)


def _relied(language: Language, desk: Desk) -> str:
    date = desk.speech(language).show.date(desk.guide.as_of)
    words = desk.voice(language).gettext(
        "内容截至%(date)s，与网站相同。这是通俗指南，不是官方文件，以官方文件原文为准；写明没有确认的，没有查到依据，使用前请向海关核实（12360）。打印以后规定可能已经变化。",
        date=date,
    )
    return called_in(language, escaped(words))
