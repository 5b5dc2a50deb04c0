"""The timeline: a chart of when arrangements were signed and came into force, with its data."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.recognition_timeline.data import timeline
from aeosite.guide.dated import Dated
from aeosite.guide.directives.benefits import PARTNER_OPTIONS
from aeosite.guide.directives.spec import Facts, Spec
from aeosite.guide.picks.benefits import pick_partners
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    found = pick_partners(guide, call)
    return {"chart": timeline([record.data for record in found], guide.as_of), "partners": found}


COMPONENT = Component(
    Path(__file__).parent,
    "recognition-timeline",
    Spec(
        Text(
            "互认安排签署和实施的时间图，附数据表", "a chart of when arrangements were signed and came into force, with its data"
        ),
        "{{ recognition-timeline }}",
        _facts,
        options=PARTNER_OPTIONS,
    ),
)
