"""Before and after: some changes of the standard side by side, with the day between."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.picture.scale import lines
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, ids
from aeosite.guide.picks.choosing import named
from aeosite.model.records import Change, Instrument
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    changes = named(guide, Change, call.option("changes"))
    return {"changes": changes, "day": guide.content.get(Instrument, changes[0].new_standard).in_force_from, "lines": lines}


COMPONENT = Component(
    Path(__file__).parent,
    "before-after",
    Spec(
        Text("标准变化的前后对照图，只列选出的几项", "some changes of the standard before and after, side by side"),
        "{{ before-after changes=aeo-tiers,gate-control }}",
        _facts,
        options={"changes": ids("changes")},
        required=frozenset({"changes"}),
    ),
)
