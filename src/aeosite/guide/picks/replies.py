"""What readers asked and what became of it, as a call asks for it, with what can be counted of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from aeosite.guide.dated import Dated
from aeosite.guide.picks.choosing import wanted
from aeosite.model.help import Reply
from aeosite.read.content import Record
from aeosite.read.pages import Directive

WAITING = ("received", "being-checked")
"""States of what has no answer yet."""


@dataclass(frozen=True)
class Standing:
    """How replies stand.

    Attributes:
        count: how many matters there are.
        asked: how many messages said so.
        closed: how many matters have an answer.
        changed: for how many the guide was changed.
        days: the median of days from the first message to the answer, half of them at most; None while nothing is answered.
    """

    count: int
    asked: int
    closed: int
    changed: int
    days: float | None


def latest(reply: Reply) -> date:
    """Return the day that a matter last moved: of its answer, else of its first message."""
    return reply.replied or reply.received


def replies(guide: Dated) -> list[Record[Reply]]:
    """Return every reply, newest first."""
    return sorted(guide.content.all(Reply), key=lambda record: (latest(record.data), record.id), reverse=True)


def pick_replies(guide: Dated, call: Directive) -> list[Record[Reply]]:
    """Return the replies a call asks for, newest first."""
    return [
        record
        for record in replies(guide)
        if wanted(call, "audience", *record.data.audiences)
        and wanted(call, "state", record.data.state)
        and wanted(call, "district", record.data.district or "none")
    ]


def standing(found: Iterable[Record[Reply]]) -> Standing:
    """Return how some replies stand."""
    data = [record.data for record in found]
    days = [(one.replied - one.received).days for one in data if one.replied]
    return Standing(
        len(data),
        sum(one.asked for one in data),
        sum(str(one.state) not in WAITING for one in data),
        sum(one.state == "changed" for one in data),
        median(days) if days else None,
    )


def by_audience(guide: Dated, found: Sequence[Record[Reply]]) -> list[tuple[str, Standing]]:
    """Return how the replies for each audience stand that has any, in the order of the vocabulary."""
    audiences = guide.content.vocabularies.get("audiences", {})
    each = ((audience, [record for record in found if audience in record.data.audiences]) for audience in audiences)
    return [(audience, standing(some)) for audience, some in each if some]


def by_district(found: Sequence[Record[Reply]]) -> list[tuple[str, Standing]]:
    """Return how the replies about each customs district stand that has any, by id; what is about none is nationwide and not among them."""
    districts = sorted({str(record.data.district) for record in found if record.data.district})
    return [(district, standing(record for record in found if record.data.district == district)) for district in districts]
