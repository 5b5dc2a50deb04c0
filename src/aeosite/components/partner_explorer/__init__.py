"""The explorer: filters and sorting over the partners that a page lists."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.filter.data import PARTNER_FACETS, choices, partner_words
from aeosite.guide.dated import Dated
from aeosite.guide.directives.benefits import PARTNER_OPTIONS
from aeosite.guide.directives.spec import Facts, Spec
from aeosite.guide.picks.benefits import pick_partners
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    found = [partner_words(record.data, guide.as_of) for record in pick_partners(guide, call)]
    return {"facets": choices(guide.content, PARTNER_FACETS, found), "total": len(found)}


COMPONENT = Component(
    Path(__file__).parent,
    "partner-explorer",
    Spec(
        Text("筛选和排序本页的互认伙伴", "filters and sorting over the partners that the page lists"),
        "{{ partner-explorer status=in-force,signed }}",
        _facts,
        options=PARTNER_OPTIONS,
    ),
)
