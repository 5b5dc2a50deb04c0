"""What leads to the offline zip; the frame makes it."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "offline-copy",
    Spec(
        Text(
            "离线压缩包的地址、大小和校验值；离线副本里改为说明版次",
            "where the offline zip is, its size and checksum; in the offline copy, which edition it is",
        ),
        "{{ offline-copy }}",
        lambda guide, call: {},
    ),
)
