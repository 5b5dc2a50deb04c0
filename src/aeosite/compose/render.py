"""Render records as fragments of a page, one template per directive. Templates hold presentation only and are given facts."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from aeosite.basics.language import UNKNOWN, Language, Text, join, other
from aeosite.compose.markdown import Title, nested
from aeosite.compose.qr import qr_svg
from aeosite.guide.dates import show_date
from aeosite.guide.directives import DIRECTIVES, item_anchor
from aeosite.guide.directives.finder import UNKNOWN as UNKNOWN_WORD
from aeosite.guide.directives.finder import province_word, words_of
from aeosite.guide.directives.picks import clause_runs
from aeosite.guide.directives.service import pick_updates
from aeosite.guide.guide import Guide, asset_url, html_url, page_address
from aeosite.guide.status import instrument_status, measure_state, partner_status
from aeosite.guide.tools.claim import claim_kit
from aeosite.model.computing import Figure
from aeosite.model.fields import Audience, Pair, Term
from aeosite.model.records import Instrument, Measure, Partner, Standard, Vocabulary
from aeosite.model.service import District, Statistic, Update
from aeosite.read.content import Content, LocatedClause
from aeosite.read.pages import Directive, Page

_MARKDOWN = re.compile(r"([\\`*_{}\[\]|])")
_LINKS = frozenset({"cite", "figure"})
"""Directives in a sentence whose template writes Markdown itself."""
_BLANK_LINES = re.compile(r"\n\s*\n+")


def environment(templates: Path) -> Environment:
    """Return the environment that renders the templates of a folder.

    Args:
        templates: the folder with ``<directive>.jinja`` files.
    """
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["md"] = escape_markdown
    environment.filters["json"] = embedded_json
    return environment


def warm(templates: Environment) -> None:
    """Compile every template now, so that processes forked from this one need not each do it."""
    for name in templates.list_templates(extensions=["jinja"]):
        templates.get_template(name)


@dataclass(frozen=True)
class View:
    """What a template may ask about the guide, in the language of one page."""

    guide: Guide
    page: Page

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.page.language

    @property
    def content(self) -> Content:
        """The content."""
        return self.guide.content

    def tr(self, zh: str, en: str) -> str:
        """Return one of two phrases."""
        return Text(zh, en).in_(self.language)

    def text(self, pair: Pair | Text | None) -> str:
        """Return a text of a record; None is shown as not confirmed."""
        return (pair or UNKNOWN).in_(self.language)

    def label(self, term: Term | None) -> str:
        """Return the label of a term; None is shown as not confirmed."""
        return self.content.label(term).in_(self.language) if term else self.text(None)

    def explained(self, term: Term) -> str:
        """Return the label of a term as a sentence, and after it what the term means."""
        entry = self.content.vocabularies[term.vocabulary][str(term)]
        label = self.text(entry.label)
        return f"{label[:1].upper()}{label[1:]}{self.tr('。', '. ')}{self.text(entry.meaning)}"

    def labels(self, terms: Iterable[Term]) -> str:
        """Return labels as a list in a sentence."""
        return join(map(self.label, terms), self.language)

    def word(self, vocabulary: str, key: str) -> str:
        """Return the label of a derived word, such as a status."""
        return self.content.vocabularies[vocabulary][key].label.in_(self.language)

    def join(self, parts: Iterable[str]) -> str:
        """Join short phrases as the language lists them."""
        return join(parts, self.language)

    def date(self, when: object) -> str:
        """Return a date as the language writes it."""
        return show_date(when, self.language)  # type: ignore[arg-type]

    def number(self, value: Decimal) -> str:
        """Return a number with thousands separated."""
        return f"{value:,f}"

    def limit(self, comparison: Term, value: Decimal, unit: Term) -> str:
        """Return a limit in words: ``不超过85%``; ``at most 85%``; ``at most RMB 50,000``."""
        gap = "" if self.language == "zh" else " "
        return f"{self.label(comparison)}{gap}{self.amount(value, unit)}"

    def amount(self, value: Decimal, unit: Term) -> str:
        """Return a number with its unit as the language writes it: ``85%``; ``5万元``; ``RMB 50,000``."""
        number = self.number(value)
        if unit in ("percent", "ratio"):
            return number + ("%" if unit == "percent" else "")
        if self.language == "zh":
            whole = unit == "cny" and value and value % 10000 == 0
            return f"{value / 10000:,f}".split(".")[0] + "万元" if whole else number + self.label(unit)
        if unit == "cny":
            return f"RMB {number}"
        entry = self.content.vocabularies["units"][unit]
        return f"{number} {entry.one if value == 1 and entry.one else self.label(unit)}"

    def url(self, anchor: str) -> str | None:
        """Return the address of a record or clause, or None when no page shows it."""
        return self.guide.url(self.page, anchor)

    def link(self, anchor: str, words: str) -> Markup:
        """Return a link to a record or clause, or the bare words when no page shows it."""
        url = self.url(anchor)
        return Markup('<a href="{}">{}</a>').format(url, words) if url else Markup("{}").format(words)

    def page_url(self, path: str) -> str:
        """Return the address of another page of the same language."""
        return html_url(self.page, path)

    def asset(self, path: str) -> str:
        """Return the address of a file below ``docs/assets/`` from this page, such as ``js/tools.js``."""
        return asset_url(self.page, f"assets/{path}")

    def markdown_url(self, anchor: str) -> str | None:
        """Return the address of a record as Markdown links it, so that the site generator checks it too."""
        url = self.url(anchor)
        return url.replace(".html#", ".md#") if url else None

    def instrument(self, id_: str) -> Instrument:
        """Return an instrument."""
        return self.content.get(Instrument, id_)

    def cite(self, id_: str) -> Markup:
        """Return the number of an instrument, linked to its entry."""
        return self.link(id_, self.text(self.instrument(id_).number))

    def figure(self, id_: str) -> Figure:
        """Return a figure that clauses are computed from."""
        return self.content.get(Figure, id_)

    def measure(self, id_: str) -> Measure:
        """Return a measure."""
        return self.content.get(Measure, id_)

    def district(self, id_: str) -> District:
        """Return a customs district."""
        return self.content.get(District, id_)

    def statistic(self, id_: str) -> Statistic:
        """Return a statistic."""
        return self.content.get(Statistic, id_)

    def updates(self) -> list[Update]:
        """Return the notes of what changed on this page, newest first."""
        return [record.data for record in pick_updates(self.content) if self.page.path in record.data.pages]

    def territories(self, codes: Iterable[str]) -> str:
        """Return the names of countries and regions, by CLDR."""
        names = Locale(self.language).territories
        return join((names[code] for code in codes), self.language)

    def vocabulary_title(self, name: str) -> str:
        """Return the title of a vocabulary."""
        return self.text(self.content.get(Vocabulary, name).title)

    def page_title(self, path: str) -> str:
        """Return the title of another page of the same language."""
        front = self.content.outline(self.language, path).front
        return front.title if front else path

    def page_summary(self, path: str) -> str:
        """Return the one-sentence summary of another page of the same language."""
        front = self.content.outline(self.language, path).front
        return front.description if front else ""

    @property
    def twin(self) -> "View":
        """The same page's view in the other language."""
        return View(self.guide, self.content.pages[other(self.language)][self.page.path])

    def pages_for(self, audience: str) -> list[str]:
        """Return the pages that the card of an audience links, in the order their front matter gives."""
        outlines = ((path, self.content.outline(self.language, path)) for path in self.content.pages[self.language])
        places = [(dict(one.front.card).get(Audience(audience)), path) for path, one in outlines if one.front]
        return [path for place, path in sorted((place, path) for place, path in places if place is not None)]

    def claim_kit(self) -> dict[str, object]:
        """Return what the claim kit knows."""
        return claim_kit(self.content, self.language, self.guide.as_of, self.url)

    def standard(self, id_: str) -> Standard:
        """Return a standard."""
        return self.content.get(Standard, id_)

    def status(self, record: object) -> str:
        """Return the derived status of an instrument, partner or measure on the date of the guide."""
        kind = type(record).__name__
        as_of = self.guide.as_of
        derive: dict[str, Callable[[object], str]] = {
            "Instrument": lambda data: instrument_status(data, as_of),  # type: ignore[arg-type]
            "Partner": lambda data: partner_status(data, as_of),  # type: ignore[arg-type]
            "Measure": lambda data: measure_state(self.content, data, as_of),  # type: ignore[arg-type]
        }
        return derive[kind](record)

    def clause_runs(self, ids: Iterable[str]) -> dict[str, list[tuple[LocatedClause, LocatedClause]]]:
        """Return clauses by standard, as runs of neighbours: the first and the last of each run."""
        return clause_runs(self.content, ids)

    def filters(self, record: Measure | Partner) -> dict[str, str]:
        """Return the words a measure or partner is filtered and sorted by: name → words, with blanks between."""
        return {name: " ".join(words) for name, words in words_of(self.content, record, self.guide.as_of).items()}

    def province(self, district: District) -> str:
        """Return the word a customs authority is filtered by."""
        return province_word(district)

    def choice(self, vocabulary: str, word: str) -> str:
        """Return the label of a choice, with a capital; the word for unknown is shown as not confirmed."""
        label = self.text(None) if word == UNKNOWN_WORD else self.word(vocabulary, word)
        return label[:1].upper() + label[1:]

    def clause_number(self, id_: str) -> str:
        """Return how a clause is cited: ``第13条款``-style number of its table."""
        located = self.content.clauses[id_]
        return f"（{located.clause.number}）" if self.language == "zh" else f"({located.clause.number})"


def directive(call: Directive, page: Page, *, guide: Guide, templates: Environment) -> str:
    """Return what a directive becomes in a page: Markdown headings and HTML blocks, or a few words."""
    spec = DIRECTIVES[call.name]
    facts = spec.select(guide.content, call, guide.as_of)
    view = View(guide, page)
    template = templates.get_template(f"{call.name}.jinja")
    rendered = template.render(view=view, uid=_slug(call), tr=view.tr, item_anchor=item_anchor, **facts).strip()
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
    view = View(guide, page)
    address = site_url + page_address(page) if site_url else None
    qr = qr_svg(address) if address else None
    facts = {"view": view, "tr": view.tr, "front": page.front, "address": address, "qr": qr}
    return templates.get_template("foot.jinja").render(facts).strip()


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
    view = View(guide, page)
    return templates.get_template("contents.jinja").render(tr=view.tr, tops=tops).strip() if tops else ""
