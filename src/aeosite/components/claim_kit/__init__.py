"""The claim kit: how to declare, by direction and partner, with a code checker and a letter."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.claim_kit.data import also_found, choices, claim_kit
from aeosite.components.component import Component
from aeosite.guide.directives.spec import Spec
from aeosite.read.settings import RESERVED_HOST

COMPONENT = Component(
    Path(__file__).parent,
    "claim-kit",
    Spec(
        Text(
            "申报助手：按方向和伙伴说明怎样申报，核对编码，写信给对方",
            "the claim kit: how to declare by direction and partner, a code checker, a letter",
        ),
        "{{ claim-kit }}",
        lambda guide, call: {
            "choices_in": lambda language: choices(guide.content, language),
            "also_found": also_found,
            "tier_in": lambda language, tier: guide.content.vocabularies["tiers"][tier].label.in_(language),
            "reserved": RESERVED_HOST,
            "kit_in": lambda language, link, phrases_in: claim_kit(guide.content, language, guide.as_of, link, phrases_in),
        },
    ),
)
