"""Render records as fragments of a page, one template per directive. Templates hold presentation only and are given facts."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from aeosite.basics.fallback import plain, told, with_languages
from aeosite.basics.phrases import InLanguage, phrases_below
from aeosite.components import COMPONENTS, DIRECTIVES
from aeosite.compose.helpers import helpers
from aeosite.compose.markdown import Title, nested
from aeosite.compose.qr import qr_svg
from aeosite.guide.guide import Guide, page_address
from aeosite.guide.papers import chapter_file
from aeosite.read.local import is_local
from aeosite.read.pages import Directive, Page

_MARKDOWN = re.compile(r"([\\`*_{}\[\]|])")
_LINKS = frozenset({"cite", "statistic"})
"""Directives in a sentence whose template writes Markdown itself."""
_BLANK_LINES = re.compile(r"\n\s*\n+")


def environment(templates: Path) -> Environment:
    """Return the environment that renders the templates of a folder.

    Args:
        templates: the folder with ``<directive>.jinja`` files; the catalogues of phrases lie in the folder ``locales`` beside it.
    """
    environment = Environment(
        loader=FileSystemLoader([templates, *(component.folder for component in COMPONENTS)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals["phrases_in"] = phrases_below(templates.parent / "locales")
    environment.filters["md"] = escape_markdown
    environment.filters["json"] = embedded_json
    return environment


def phrases_in(templates: Environment) -> InLanguage:
    """Return what gives the phrases of a language to the templates of an environment."""
    return cast(InLanguage, templates.globals["phrases_in"])


def warm(templates: Environment) -> None:
    """Compile every template now, so that processes forked from this one need not each do it."""
    for name in templates.list_templates(extensions=["jinja"]):
        templates.get_template(name)


def directive(call: Directive, page: Page, *, guide: Guide, templates: Environment) -> str:
    """Return what a directive becomes in a page: Markdown headings and HTML blocks, or a few words."""
    spec = DIRECTIVES[call.name]
    facts = spec.select(guide, call)
    template = templates.get_template(f"{call.name}.jinja")
    rendered = template.render({**helpers(guide, page, phrases_in(templates)), "uid": _slug(call), **facts}).strip()
    return (
        _BLANK_LINES.sub("\n\n", rendered)
        if spec.block
        else str(escape_markdown(Markup(rendered)))
        if call.name not in _LINKS
        else rendered
    )


def _slug(call: Directive) -> str:
    """Return an id for what a call makes, unique on a page that does not repeat a call."""
    return "table-" + re.sub(r"[^a-z0-9]+", "-", call.signature).strip("-")


def embedded_json(value: object) -> Markup:
    """Return data as JSON that may stand inside a ``<script type="application/json">``: no character in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", r"\u003c").replace("\u2028", r"\u2028").replace("\u2029", r"\u2029"))


def escape_markdown(text: str) -> Markup:
    """Return text with the characters that Markdown or HTML would act on escaped: it stands for itself in a heading or a link."""
    return Markup(_MARKDOWN.sub(r"\\\1", str(escape(text))))


def foot(page: Page, *, guide: Guide, templates: Environment, site_url: str | None = None) -> str:
    """Return the foot of a page: what it rests on, when it was reviewed, which edition this is; in print also its address.

    Args:
        page: the page.
        guide: the content and its date.
        templates: the environment of the record templates.
        site_url: where the site is published, ending in ``/``; without it no address is printed.
    """
    address = site_url + page_address(page) if site_url else None
    qr = qr_svg(address) if address else None
    facts = {"front": page.front, "address": address, "qr": qr, "paper": chapter_file(page.path, page.language)}
    made = templates.get_template("foot.jinja").render(helpers(guide, page, phrases_in(templates)) | facts).strip()
    return _spoken(made, page)


def contents(titles: Iterable[Title], page: Page, *, guide: Guide, templates: Environment) -> str:
    """Return the headings of a page below its title as a list of links; nothing where there are none.

    Args:
        titles: every heading of the page, in order.
        page: the page.
        guide: the content and its date.
        templates: the environment of the record templates.
    """
    tops = nested(titles)
    tops = tops[0].children if tops and tops[0].title.level == 1 else tops
    if not tops:
        return ""
    facts = helpers(guide, page, phrases_in(templates)) | {"tops": tops}
    return _spoken(templates.get_template("contents.jinja").render(facts).strip(), page)


def on_this_page(titles: Iterable[Title], page: Page, *, wide: bool, guide: Guide, templates: Environment) -> str:
    """Return the parts of a page as a list to unfold, and the way back to it; nothing where a page has fewer than three.

    Args:
        titles: every heading of the page, in order.
        page: the page.
        wide: a table of the page takes the column of the contents. Said on top, so that nothing moves when the table arrives.
        guide: the content and its date.
        templates: the environment of the record templates.
    """
    parts = [title for title in titles if title.level == 2]
    if len(parts) < 3:
        return ""
    facts = helpers(guide, page, phrases_in(templates)) | {"parts": parts, "wide": wide}
    return templates.get_template("on-this-page.jinja").render(facts).strip()


def dated(page: Page, *, guide: Guide, templates: Environment) -> str:
    """Return the notice that a page shows the rules of another day than that of its edition.

    Args:
        page: the page.
        guide: the content and its date.
        templates: the environment of the record templates.
    """
    return templates.get_template("dated.jinja").render(helpers(guide, page, phrases_in(templates))).strip()


def notice(since: date, anchor: str, page: Page, *, guide: Guide, templates: Environment) -> str:
    """Return the notice that the Chinese of a section is newer than the page.

    Args:
        since: when the translation was last held against the Chinese.
        anchor: the id of the section.
        page: the page.
        guide: the content and its date.
        templates: the environment of the record templates.
    """
    facts = helpers(guide, page, phrases_in(templates)) | {"since": since, "anchor": anchor}
    return templates.get_template("newer.jinja").render(facts).strip()


def local_page(page: Page, *, guide: Guide, templates: Environment) -> str:
    """Return what a page that a district adds says of itself below its title; nothing for a national page.

    Args:
        page: the page.
        guide: the content and its date.
        templates: the environment of the record templates.
    """
    if not is_local(page.file):
        return ""
    facts = helpers(guide, page, phrases_in(templates)) | {"front": page.front}
    return templates.get_template("local-page.jinja").render(facts).strip()


def _spoken(html: str, page: Page) -> str:
    """Return a part of a page that says its language where that is not the page's own."""
    spoken = told(html) if page.spoken == page.language else f'<div lang="{page.spoken}">{plain(html)}</div>'
    return with_languages(spoken, page.language)
