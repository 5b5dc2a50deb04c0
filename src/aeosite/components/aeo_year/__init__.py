"""The year of an AEO: what falls due in every year, on a day where one is known, and what comes when it happens."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.aeo_year.data import LEFT, MONTHS, year_of
from aeosite.components.component import Component
from aeosite.components.picture.scale import lines
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, terms
from aeosite.guide.picks.help import pick_steps
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    return {
        "duties": year_of([record.data for record in pick_steps(guide, call)]),
        "months": MONTHS,
        "left": LEFT,
        "lines": lines,
    }


COMPONENT = Component(
    Path(__file__).parent,
    "aeo-year",
    Spec(
        Text(
            "一年中要做的事：有期限的标出日期，其余注明",
            "what an AEO does in a year: deadlines where they are known, the rest said",
        ),
        "{{ aeo-year phase=staying }}",
        _facts,
        options={"phase": terms("phases")},
    ),
)
