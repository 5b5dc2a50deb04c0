"""A page in parts: what stands below each heading, as text for comparing with its twin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aeosite.basics.marks import mark_of
from aeosite.read.pages import Page

_CALL = re.compile(r"\{\{\s*([a-z0-9-]*)[^{}]*\}\}")
_ID = re.compile(r"\{\s*#[a-z0-9-]+\s*\}")
_INSIDE = re.compile(r"\]\((?!https?:)[^)]*\)")
_ITEM = re.compile(r"^([ \t>]*)\d+[.)](?=\s)", re.M)


@dataclass(frozen=True)
class Part:
    """What stands below one heading, up to the next one.

    Attributes:
        id: that of the heading.
        line: where in the file the heading stands.
        before: lines of the text that stand before the heading: below the title of the page, its title and summary in the front matter.
        text: the text, as typed.
    """

    id: str
    line: int
    before: int
    text: str


def parts_of(page: Page) -> Iterator[Part]:
    """Yield the parts of a page whose headings have an id, in order."""
    lines = page.body.split("\n")
    starts = [heading.place.line - page.body_line for heading in page.headings]
    for number, (heading, start, end) in enumerate(zip(page.headings, starts, [*starts, len(lines)][1:], strict=True)):
        front = [page.front.title, page.front.description] if page.front and not number else []
        if heading.id:
            yield Part(heading.id, heading.place.line, len(front), "\n".join([*front, *lines[start:end]]))


def stated(part: Part) -> str:
    """Return the text of a part without what is the same in both languages: directives, ids, links inside, numbers of list items."""
    return _without_links(_CALL.sub(" ", part.text))


def marks_of(page: Page) -> tuple[tuple[str, str], ...]:
    """Return a digest of what each part of a page says to whoever translates it, by id, in order.

    What is the same in both languages does not count, apart from the name of a directive: its arguments may change and the words stay true.
    """
    return tuple((part.id, mark_of(_without_links(_CALL.sub(r" <\1> ", part.text)))) for part in parts_of(page))


def _without_links(text: str) -> str:
    for pattern, instead in ((_ID, " "), (_INSIDE, " "), (_ITEM, r"\1")):
        text = pattern.sub(instead, text)
    return text
