"""The timeline of the programme: what happened when, numbered along the years."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.programme_timeline.data import Line, line_of
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, ids
from aeosite.guide.picks.choosing import named
from aeosite.model.help import Event
from aeosite.model.records import Instrument
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    found: Line = line_of(
        named(guide, Event, call.option("events")), named(guide, Instrument, call.option("instruments")), guide.as_of
    )
    return {"line": found}


COMPONENT = Component(
    Path(__file__).parent,
    "programme-timeline",
    Spec(
        Text("制度发展的时间图，附逐项说明", "a timeline of the programme, with each event in words"),
        "{{ programme-timeline events=five-tiers-2026 instruments=order-251 }}",
        _facts,
        options={"events": ids("events"), "instruments": ids("instruments")},
    ),
)
