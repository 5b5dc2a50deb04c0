"""Partners by year: how many arrangements were in force at the end of each year, by the records of this guide."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.partners_by_year.data import by_year
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "partners-by-year",
    Spec(
        Text(
            "各年末已实施的互认安排数，附数据",
            "how many recognition arrangements were in force at the end of each year, with the data",
        ),
        "{{ partners-by-year }}",
        lambda guide, call: {"columns": by_year(guide)},
    ),
)
