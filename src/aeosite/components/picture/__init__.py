"""What pictures share: places across and down, the frame of a drawing, the style."""

from pathlib import Path

from aeosite.components.component import Component

COMPONENT = Component(Path(__file__).parent)
