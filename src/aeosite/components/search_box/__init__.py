"""The search box inside a page; the frame holds its place."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "search-box",
    Spec(
        Text("搜索框", "a search box"),
        "{{ search-box }}",
        lambda guide, call: {},
    ),
)
