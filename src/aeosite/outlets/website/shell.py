"""The frame of a page with holes where the article goes.

The site generator makes the frame: navigation, header, footer, language switch. What it makes of a page depends on the titles and the order
of pages, on settings and templates, and hardly ever on what the page says; so it is asked for each page once, with holes, and what the page
says is put into the holes here. A hole is written in characters for private use, which no page and no record may hold.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aeosite.basics.fallback import told
from aeosite.basics.language import Language
from aeosite.read.pages import Outline

_HOLE = re.compile("\ue000([^\ue000\ue001]*)\ue001")
_BOX = re.compile("\ue000box_begins\ue001(.*?)\ue000box_ends\ue001", re.S)
_LINE = re.compile("\ue000line_begins\ue001(.*?)\ue000line_ends\ue001", re.S)

HOLES = ("title", "description", "edition", "reviewed", "contents", "box_begins", "box_ends", "line_begins", "line_ends")
"""What a frame says of a page without knowing it, and where what the frame makes for the page begins and ends."""

SEARCH_HERE = '<div class="search-here"></div>'
"""What the directive ``search-box`` leaves in a page: the box needs the frame."""


@dataclass(frozen=True)
class Slot:
    """What the frame of a page depends on: its title, and what is shown beside it."""

    title: str
    hide: tuple[str, ...]
    search_box: bool


def slot_of(outline: Outline) -> Slot:
    """Return what the frame of a page depends on. The rules have seen its front matter."""
    front = outline.front
    assert front is not None
    return Slot(front.title, tuple(front.hide), any(call.name == "search-box" for call in outline.directives))


def hole(name: str) -> str:
    """Return the hole of a name, as it stands in a shell."""
    return f"\ue000{name}\ue001"


def day_hole(language: Language, path: str) -> str:
    """Return the hole for the day a page was last reviewed, in the map of the site."""
    return hole(f"{language}/{path}")


def filled(shell: str, values: Mapping[str, str]) -> str:
    """Return a shell with every hole filled.

    Args:
        shell: what the site generator made.
        values: the text of each hole by name. Where there is a search box, ``content`` says where it goes.

    Raises:
        KeyError: a hole has no text.
    """
    shell, box = _without(_BOX, told(shell))
    shell, line = _without(_LINE, shell)
    content = values.get("content", "").replace("</h1>", f"</h1>\n{line}", 1)
    if box:
        content = content.replace(SEARCH_HERE, box)
    content = _HOLE.sub(lambda found: values[found[1]], content)
    return _HOLE.sub(lambda found: content if found[1] == "content" else values[found[1]], shell)


def _without(part: re.Pattern[str], shell: str) -> tuple[str, str]:
    """Return a shell without a part, and the part."""
    found = part.search(shell)
    return (shell[: found.start()] + shell[found.end() :], found[1]) if found else (shell, "")
