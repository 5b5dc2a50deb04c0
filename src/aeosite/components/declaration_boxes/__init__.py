"""Declaration boxes: a schematic of ours that shows where the AEO code of the other side goes."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.declaration_boxes.data import PAPERS
from aeosite.components.picture.scale import lines
from aeosite.guide.directives.spec import Spec, ids
from aeosite.model.records import Partner

COMPONENT = Component(
    Path(__file__).parent,
    "declaration-boxes",
    Spec(
        Text(
            "报关单和舱单的示意图，标出填写AEO编码的栏目；编码以一个伙伴为例",
            "a schematic of declaration and manifest with the boxes for the AEO code, a partner's code as example",
        ),
        "{{ declaration-boxes sg }}",
        lambda guide, call: {"papers": PAPERS, "partner": guide.content.get(Partner, call.words[0]), "lines": lines},
        words=(ids("partners"),),
    ),
)
