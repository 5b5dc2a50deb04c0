"""The figure chart: a few published figures of one kind as bars, each with its date, scope and source."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.figure_chart.data import bars
from aeosite.components.picture.scale import lines
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, ids
from aeosite.guide.picks.choosing import named
from aeosite.model.help import Statistic
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    return {"bars": bars(named(guide, Statistic, call.option("statistics"))), "lines": lines}


COMPONENT = Component(
    Path(__file__).parent,
    "figure-chart",
    Spec(
        Text(
            "可以相比的几个统计数字的条形图，附日期、范围和来源",
            "figures that can be compared as bars, with date, scope and source",
        ),
        "{{ figure-chart statistics=company-share-2025-12,trade-share-2025-12 }}",
        _facts,
        options={"statistics": ids("statistics")},
        required=frozenset({"statistics"}),
    ),
)
