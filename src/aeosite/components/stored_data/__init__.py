"""What the site stored on the reader's device, and a button that clears it."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "stored-data",
    Spec(
        Text("本站保存在设备上的内容，可清除", "what the site stored on the device, and a button that clears it"),
        "{{ stored-data }}",
        lambda guide, call: {},
    ),
)
