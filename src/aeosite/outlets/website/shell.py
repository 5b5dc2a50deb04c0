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
_PART = re.compile("\ue000(line|previous|search|copy|contact)_begins\ue001(.*?)\ue000\\1_ends\ue001", re.S)
_EITHER = re.compile("\ue000(packed|unpacked)_begins\ue001(.*?)\ue000\\1_ends\ue001", re.S)

BOXES = {"search-box": "search", "offline-copy": "copy", "contact": "contact"}
"""Directives that leave a place in the page for a box that needs the frame, and what the box is called."""

PARTS = ("line", "previous", *BOXES.values(), "packed", "unpacked")
"""What a frame makes for a page: the line below the heading, the way to the page before it, boxes, and what it says with or without an offline zip beside the site."""

HOLES = (
    *("title", "description", "edition", "reviewed", "contents"),
    *(f"{part}_{end}" for part in PARTS for end in ("begins", "ends")),
)
"""What a frame says of a page without knowing it, and where what the frame makes for the page begins and ends."""


@dataclass(frozen=True)
class Slot:
    """What the frame of a page depends on: its title, and what is shown beside it."""

    title: str
    hide: tuple[str, ...]
    boxes: tuple[str, ...]


def slot_of(outline: Outline) -> Slot:
    """Return what the frame of a page depends on. The rules have seen its front matter."""
    front = outline.front
    assert front is not None
    return Slot(front.title, tuple(front.hide), boxes_of(outline))


def boxes_of(outline: Outline) -> tuple[str, ...]:
    """Return the names of the boxes that the frame makes for a page."""
    return tuple(sorted({BOXES[call.name] for call in outline.directives if call.name in BOXES}))


def hole(name: str) -> str:
    """Return the hole of a name, as it stands in a shell."""
    return f"\ue000{name}\ue001"


def day_hole(language: Language, path: str) -> str:
    """Return the hole for the day a page was last reviewed, in the map of the site."""
    return hole(f"{language}/{path}")


def filled(shell: str, values: Mapping[str, str], *, packed: bool = False) -> str:
    """Return a shell with every hole filled.

    Args:
        shell: what the site generator made.
        values: the text of each hole by name; ``content`` says where boxes go.
        packed: whether the offline zip lies beside the site.

    Raises:
        KeyError: a hole has no text.
    """
    shell = _EITHER.sub(lambda found: found[2] if (found[1] == "packed") is packed else "", told(shell))
    parts = {found[1]: found[2] for found in _PART.finditer(shell)}
    shell = _PART.sub("", shell)
    content = values.get("content", "").replace("</h1>", f"</h1>\n{parts.pop('line', '')}", 1)
    for name, part in parts.items():
        content = content.replace(f'<div class="{name}-here"></div>', part)
    content = _HOLE.sub(lambda found: values[found[1]], content)
    return _HOLE.sub(lambda found: content if found[1] == "content" else values[found[1]], shell)
