"""Where those who write the guide are reached; the frame makes it."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "contact",
    Spec(
        Text("向编写者反馈的邮箱和代码仓库，照设置", "the mail address and repository of those who write the guide, as set"),
        "{{ contact }}",
        lambda guide, call: {},
    ),
)
