"""The claim kit: how to declare, by direction and partner, with a code checker and a letter."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.claim_kit.data import claim_kit
from aeosite.components.component import Component
from aeosite.guide.directives.spec import Spec

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
            "kit_in": lambda language, link, phrases_in: claim_kit(guide.content, language, guide.as_of, link, phrases_in)
        },
    ),
)
