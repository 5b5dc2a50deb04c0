"""The form that filters and sorts the lists of a page; the finder, the explorer and the province search each are one."""

from pathlib import Path

from aeosite.components.component import Component

COMPONENT = Component(Path(__file__).parent)
