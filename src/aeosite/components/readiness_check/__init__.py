"""The readiness check: every clause in force, to answer and compute."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.readiness_check.data import asked, explained, figures_of, options, readiness
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "readiness-check",
    Spec(
        Text(
            "准备情况自查：现行标准的全部条款，可作答、可计算",
            "the readiness check: every clause in force, to answer and compute",
        ),
        "{{ readiness-check }}",
        lambda guide, call: {
            "standards": asked(guide.content, guide.as_of),
            "figures_of": lambda clause: figures_of(guide.content, clause),
            "options": lambda table, clause: options(guide.content, table, clause),
            "pages": explained(guide.content),
            "data": readiness(guide.content, guide.as_of),
        },
    ),
)
