"""The gate reads pages with patterns of its own, the site generator with Python-Markdown: what passes the one must be harmless in the other."""

import random
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from aeosite.basics.language import REQUIRED
from aeosite.compose.article import compose
from aeosite.guide.guide import Guide
from aeosite.read.pages import Page, read_page
from aeosite.rules import pages as rules
from project import AS_OF, guide_of, press_of

GUIDE = guide_of()
HOME = GUIDE.content.pages["zh"]["steps/first.md"]
HEAD = "---\ntitle: A\ndescription: A.\nreviewed_on: 2026-05-01\n---\n\n# A {#top}\n\n"
PRESS = press_of()

PIECES = (
    *(
        "[x](javascript:a)",
        "[x]: javascript:a",
        "[x]",
        "![x](//e.example/a.png)",
        "[x][y]",
        "[y]: //e.example/",
        "<http://e.example>",
    ),
    *("{: onclick=a }", "{#b .c}", "<b>", "</b>", "\\<i>", "<!--", "-->", "&lt;", "&#60;"),
    *("`", "``", "```", "~~~", "```\n", "~~~\n", "\n", "\n\n", "    ", "  ", "\t", "\r", "\u00a0", " "),
    *(
        "- ",
        "+ ",
        "1. ",
        "1) ",
        "> ",
        ":   ",
        "# ",
        "## H {#h}\n",
        "#H",
        "H\n===\n",
        "H\n---\n",
        "!!! note\n    ",
        "??? note\n    ",
    ),
    *(
        "|",
        "| a | b |\n|--|--|\n",
        "[^1]",
        "[^1]: ",
        "[^2]: ",
        "\\",
        "*",
        "**",
        "_",
        "[",
        "]",
        "(",
        ")",
        "!",
        "{",
        "}",
        "a",
        "a\n",
    ),
    *("{{ terms results }}", "{{ count partners }}"),
)
"""What Markdown is made of, and what must never come out of it."""

TAG = re.compile(
    r"p|a|h[1-6]|ul|ol|li|strong|b|em|code|pre|blockquote|table|caption|thead|tbody|tr|th|td|div|span|sup|hr|br|dl|dt|dd|img"
    r"|details|summary|section"
)


def converted(text: str) -> str:
    """Return what the site's Markdown makes of a text."""
    return PRESS.dialect.convert(HOME, [text]).html


def page_of(text: str) -> Page:
    return read_page(f"{HEAD}{text}\n".encode(), language="zh", path=HOME.path, file=HOME.file)


def passes(page: Page) -> bool:
    """Whether the gate lets a page pass, the comparison with its twin left aside."""
    chinese = {**GUIDE.content.pages["zh"], page.path: page}
    guide = Guide(replace(GUIDE.content, pages={**GUIDE.content.pages, "zh": chinese}), AS_OF)
    alone = (rules.heading_has_an_id, rules.known_directive, rules.link_resolves, rules.link_is_allowed)
    return not page.problems and not [one for rule in alone for one in rule(guide) if one.place.path == page.file]


def harm(html: str) -> list[str]:
    """Return every tag, attribute and address that a page must not have."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        found += [] if TAG.fullmatch(tag.name) else [tag.name]
        for name, value in tag.attrs.items():
            address = " ".join(value) if isinstance(value, list) else str(value)
            remote = name in ("href", "src") and re.match(r"\s*(?:javascript|data|vbscript):|.*\be\.example\b", address, re.I)
            found += [f'{name}="{address}"'] if name.startswith("on") or name == "style" or remote else []
    return found


@pytest.mark.parametrize("seed", range(8))
def test_whatever_passes_the_gate_is_harmless_on_the_site(seed: int) -> None:
    dice = random.Random(seed)
    passed = 0
    for _ in range(250):
        text = "".join(dice.choices(PIECES, k=dice.randint(2, 9)))
        page = page_of(text)
        if passes(page):
            passed += 1
            assert harm(compose(GUIDE, page, PRESS).html) == [], repr(text)
    assert passed > 25, "too few samples pass for this to say much"


@pytest.mark.parametrize(
    "text",
    [
        "a\n:   [y]: javascript:a\n\n[x][y]",
        "a[^1]\n\n[^1]: [y]: javascript:a\n\n[x][y]",
        "[y]:\n\tjavascript:a\n\n[x][y]",
        "- [y]: javascript:a\n\n[x][y]",
        "[a\\]b](javascript:a)",
        "[x](&#106;avascript:a)",
        "[x](\njavascript:a)",
        "``` \n[x](javascript:a)",
    ],
)
def test_what_would_run_on_the_site_does_not_pass_the_gate(text: str) -> None:
    assert harm(converted(text)) or "&#106;" in text, "this text is harmless; it tests nothing"
    assert not passes(page_of(text))


@pytest.mark.parametrize("text", ["```\n{{ terms results }}\n"])
def test_a_fence_that_is_never_closed_does_not_pass_the_gate_for_what_follows_is_published_as_typed(text: str) -> None:
    assert not passes(page_of(text))


@pytest.mark.parametrize(
    "page", [page for language in REQUIRED for page in GUIDE.content.pages[language].values()], ids=lambda p: p.file
)
def test_the_headings_of_a_page_are_those_the_site_has(page: Page) -> None:
    html = BeautifulSoup(converted(page.body), "html.parser")
    made = [(int(tag.name[1]), tag.get("id")) for tag in html.find_all(re.compile(r"^h[1-6]$"))]
    assert made == [(heading.level, heading.id) for heading in page.headings]
