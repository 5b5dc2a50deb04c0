"""Partner chips: a mark for each arrangement by region, with its status, and the names as chips."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.partner_chips.data import by_region
from aeosite.guide.directives.benefits import PARTNER_OPTIONS
from aeosite.guide.directives.spec import Spec
from aeosite.guide.picks.benefits import pick_partners

COMPONENT = Component(
    Path(__file__).parent,
    "partner-chips",
    Spec(
        Text(
            "互认伙伴按地区和状态的图，附名称", "mutual-recognition partners by region and status as a picture, with their names"
        ),
        "{{ partner-chips status=in-force,signed }}",
        lambda guide, call: {"regions": by_region(guide, [record.data for record in pick_partners(guide, call)])},
        options=PARTNER_OPTIONS,
    ),
)
