"""Finish what the site generator makes: tables with named columns and quiet links in pages, and no file of the theme that no page uses."""

import re
from collections import Counter
from collections.abc import Iterator

from aeosite.basics.phrases import Phrases

_PERMALINK = re.compile(r'<a class="headerlink" href="(?P<href>[^"]*)" title="[^"]*">#</a>')
_IN_SUMMARY = re.compile(r'(<summary>\s*<h[1-6][^>]*>[^\n]*?)<a class="headerlink"[^>]*>#</a>')
_PARTS = re.compile(
    r'<h[1-6](?: id="(?P<id>[^"]*)")?[^>]*>(?P<heading>.*?)</h[1-6]>'
    r"|<table>(?P<table>.*?)</table>"
    r'|<div class="table-scroll"[^>]* aria-labelledby="(?P<caption>[^"]*)"',
    re.S,
)
_CAPTION = re.compile(r'<caption id="([^"]*)">(.*?)</caption>', re.S)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
_CELL = re.compile(r"<(?P<tag>t[hd])(?P<attributes>[^>]*)>(?P<content>.*?)</(?P=tag)>", re.S)
_DATE = re.compile(
    r"<[^>]*>|\b[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|\b[0-9]{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) [0-9]{4}\b",
    re.A,
)
_TAG = re.compile(r"<[^>]+>")

_UNUSED = re.compile(r"assets/(?:javascripts/|stylesheets/palette\.|images/favicon\.png$)|.*\.map$")


def is_unused(path: str) -> bool:
    """Return whether a file is one that the theme ships and no page loads: its scripts, their languages and maps, its colours.

    Args:
        path: where the file would be in the site.
    """
    return _UNUSED.match(path) is not None


def finish(html: str, phrases: Phrases) -> str:
    """Return the HTML of a page with its tables and heading links finished.

    A table written in Markdown becomes a region that can be scrolled by keyboard and has a name of its own; its cells name
    their column, so that rows can be shown as cards. A column without a heading is taken as the headings of the rows.
    A table of records is named by its caption, and where another one has the same caption by the heading above it too.
    Links to headings are for the pointer alone: a screen reader would read each as part of its heading, and the list of
    headings beside the text links the same places. The line that opens a card holds none: it is a control itself.

    Args:
        html: what Python-Markdown made of a page; tables with a class are taken as finished.
        phrases: the phrases of the language of the page.
    """
    title = phrases.gettext("本节链接")
    linked = _PERMALINK.sub(
        lambda match: f'<a class="headerlink" href="{match["href"]}" title="{title}" aria-hidden="true" tabindex="-1">#</a>', html
    )
    return "".join(_with_tables(_IN_SUMMARY.sub(r"\1", linked), phrases))


def _with_tables(html: str, phrases: Phrases) -> Iterator[str]:
    repeated = _repeated_captions(html)
    names: Counter[str] = Counter()
    heading, anchor, end = "", "", 0
    for part in _PARTS.finditer(html):
        yield html[end : part.start()]
        end = part.end()
        if part["table"] is not None:
            name = phrases.gettext("表格：") + heading
            names[name] += 1
            yield _region(part["table"], name if names[name] == 1 else f"{name} {names[name]}")
        elif part["caption"] is not None:
            yield part[0].replace('labelledby="', f'labelledby="{anchor} ') if anchor and part["caption"] in repeated else part[0]
        else:
            heading, anchor = _words(part["heading"]).removesuffix("#"), part["id"] or ""
            yield part[0]
    yield html[end:]


def _repeated_captions(html: str) -> set[str]:
    """Return the ids of captions that say the same as another one of the page."""
    captions = _CAPTION.findall(html)
    times = Counter(text for _, text in captions)
    return {id_ for id_, text in captions if times[text] > 1}


def _region(table: str, name: str) -> str:
    columns = [_words(cell["content"]) for cell in _CELL.finditer(table.partition("</thead>")[0])]
    rows = _ROW.sub(lambda row: f"<tr>{_cells(row[1], columns)}</tr>", table)
    return (
        f'<div class="table-scroll" role="region" aria-label="{name}" tabindex="0">\n'
        f'<table class="records prose">{rows}</table>\n</div>'
    )


def _cells(row: str, columns: list[str]) -> str:
    labels = iter(columns)
    return _CELL.sub(lambda cell: _cell(cell, next(labels, "")), row)


def _cell(cell: re.Match[str], label: str) -> str:
    tag, attributes, content = cell["tag"], cell["attributes"], cell["content"]
    if tag == "th":
        return f'<th scope="col"{attributes}>{content}</th>' if label else f"<td{attributes}></td>"
    if not label:
        return f'<th scope="row"{attributes}>{_unbroken(content)}</th>'
    return f'<td data-label="{label}"{attributes}>{_unbroken(content)}</td>'


def _unbroken(content: str) -> str:
    """Return the content of a cell with its dates in one piece: a narrow column would break them."""
    return _DATE.sub(lambda found: found[0] if found[0][0] == "<" else f'<span class="unbroken">{found[0]}</span>', content)


def _words(html: str) -> str:
    """Return the text of some HTML as it may stand in an attribute."""
    return _TAG.sub("", html).replace('"', "&quot;").strip()
