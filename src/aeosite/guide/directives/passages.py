"""Directives around passages of a page that hold only since, or only before, an instrument takes effect."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from aeosite.basics.language import Text
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Spec, ids
from aeosite.model.records import Instrument
from aeosite.read.pages import Directive

SINCE, BEFORE, END = "since", "before", "end"

PASSAGES: Mapping[str, Spec] = {
    SINCE: Spec(
        Text("从这里到 end，只在一个文件施行以后显示", "from here to end, shown only once an instrument is in force"),
        "{{ since order-282 }}",
        lambda guide, call: {},
        words=(ids("instruments"),),
    ),
    BEFORE: Spec(
        Text("从这里到 end，只在一个文件施行以前显示", "from here to end, shown only until an instrument is in force"),
        "{{ before order-282 }}",
        lambda guide, call: {},
        words=(ids("instruments"),),
    ),
    END: Spec(
        Text("由 since 或者 before 开始的段落到此为止", "the end of what since or before began"),
        "{{ end }}",
        lambda guide, call: {},
    ),
}
"""Passages bound to the date of a record."""


def shown(guide: Dated, calls: Iterable[Directive], length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a page, from one offset to another, that hold on the date of the guide; the calls around passages are left out.

    Args:
        guide: the content and its date.
        calls: the directives of the page, in order.
        length: how long its body is.
    """
    start, holds = 0, True
    for call in calls:
        if call.name in PASSAGES:
            if holds:
                yield start, call.start
            start, holds = call.end, call.name == END or _holds(guide, call)
    if holds:
        yield start, length


def start_of(guide: Dated, id_: str) -> date | None:
    """Return the day an instrument takes effect; None where it is not known or there is no such instrument."""
    found = guide.content.find(Instrument, id_)
    return found.data.in_force_from.latest if found and found.data.in_force_from else None


def _holds(guide: Dated, call: Directive) -> bool:
    start = start_of(guide, call.words[0])
    in_force = start is not None and start <= guide.as_of
    return in_force if call.name == SINCE else not in_force
