"""Directives of district editions: what a district says of itself, and the places that national pages keep for it."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, one_of
from aeosite.model.edition import Slots
from aeosite.read.pages import Directive


def _slot(guide: Dated, call: Directive) -> Facts:
    edition = guide.content.edition
    return {"edition": edition, "words": getattr(edition.data.slots, call.words[0]) if edition else None}


def _headings(guide: Dated, call: Directive) -> list[str]:
    edition = guide.content.edition
    return [*(["first"] if edition.data.first else []), "contacts", "houses"] if edition else []


LOCAL: Mapping[str, Spec] = {
    "slot": Spec(
        Text(
            "留给关区版填写的位置，全国版什么也不显示",
            "a place kept for district editions; the national guide shows nothing there",
        ),
        "{{ slot contact }}",
        _slot,
        words=(one_of(*Slots.model_fields),),
    ),
    "edition": Spec(
        Text(
            "关区版的联系点、隶属海关和先看的页面",
            "the contact points and customs houses of a district edition, and what to read first",
        ),
        "{{ edition }}",
        lambda guide, call: {"edition": guide.content.edition},
        anchors=_headings,
    ),
}
"""What district editions add."""
