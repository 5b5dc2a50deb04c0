"""The tier ladder: the credit tiers as a staircase, with what each gains, what it costs and what is not confirmed."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.tier_ladder.data import ladder
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "tier-ladder",
    Spec(
        Text(
            "信用等级的阶梯图，附每级得到什么、付出或者失去什么、什么没有确认",
            "the credit tiers as a staircase, with what each gains, costs or loses, and what is not confirmed",
        ),
        "{{ tier-ladder }}",
        lambda guide, call: {"rungs": ladder(guide)},
    ),
)
