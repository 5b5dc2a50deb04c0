"""The finder: filters over the measures that a page lists."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.filter.data import MEASURE_FACETS, choices, measure_words
from aeosite.guide.dated import Dated
from aeosite.guide.directives.benefits import MEASURE_OPTIONS
from aeosite.guide.directives.spec import Facts, Spec
from aeosite.guide.picks.benefits import pick_measures
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    found = [measure_words(guide.content, record.data, guide.as_of) for record in pick_measures(guide, call)]
    return {"facets": choices(guide.content, MEASURE_FACETS, found), "total": len(found)}


COMPONENT = Component(
    Path(__file__).parent,
    "measure-finder",
    Spec(
        Text("筛选本页的便利措施", "filters over the measures that the page lists"),
        "{{ measure-finder }}",
        _facts,
        options=MEASURE_OPTIONS,
    ),
)
