"""The process strip: steps in a row, numbered, dashed where a step is not confirmed."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.picture.scale import bands
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, ids
from aeosite.guide.picks.choosing import named
from aeosite.model.help import Step
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    steps = named(guide, Step, call.option("steps"))
    return {"strip": list(zip(steps, bands(len(steps)), strict=True))}


COMPONENT = Component(
    Path(__file__).parent,
    "process-strip",
    Spec(
        Text("几个步骤连成的流程图，没有确认的画虚线", "steps in a row, dashed where they are not confirmed"),
        "{{ process-strip steps=prepare-choose-tier,apply-file }}",
        _facts,
        options={"steps": ids("procedure")},
        required=frozenset({"steps"}),
    ),
)
