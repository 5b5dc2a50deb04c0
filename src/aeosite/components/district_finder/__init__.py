"""The province search: filters over the directory of customs that a page lists."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.filter.data import provinces
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, terms
from aeosite.guide.picks.help import pick_districts
from aeosite.read.pages import Directive


def _facts(guide: Dated, call: Directive) -> Facts:
    found = pick_districts(guide, call)
    return {"provinces": provinces(record.data for record in found), "total": len(found)}


COMPONENT = Component(
    Path(__file__).parent,
    "district-finder",
    Spec(
        Text("按省份查本页的海关名录", "filters over the directory that the page lists, by province"),
        "{{ district-finder }}",
        _facts,
        options={"level": terms("district-levels")},
    ),
)
