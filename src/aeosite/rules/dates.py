"""Rules over days on which something was done: none of them can lie ahead, whatever date the guide speaks of."""

from collections.abc import Iterator
from datetime import date

from aeosite.basics.language import Text
from aeosite.basics.problems import Place, Problem
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel, Sourced
from aeosite.model.help import Statistic, Update
from aeosite.model.records import Instrument, Partner
from aeosite.read.validate import key_place
from aeosite.read.yaml_text import place_at
from aeosite.rules.every_record import every_record
from aeosite.rules.finding import Problems

_FIX = Text("核对日期；写已经做过的那一天。", "Check the date; write the day on which it was done.")


def record_is_not_of_the_future(guide: Guide) -> Problems:
    """核对、发布、统计和更新的日期，不晚于今天。
    A day on which something was checked, issued, counted or changed is not later than today."""
    for record in every_record(guide):
        for field, day in _days(record.data):
            if guide.is_future(day):
                yield _ahead(record.place(field), day)
    for stamps in guide.content.stamps.values():
        for texts in stamps.records.values():
            for stamped in texts.values():
                if guide.is_future(stamped.stamp.on):
                    yield _ahead(Place(stamps.file, stamped.line), stamped.stamp.on)


def page_is_not_of_the_future(guide: Guide) -> Problems:
    """页面的审阅日期和译文的核对日期，不晚于今天。
    A page was not reviewed, and its translation not looked at, later than today."""
    for page in guide.pages():
        if page.front and page.front_node:
            if guide.is_future(page.front.reviewed_on):
                yield _ahead(place_at(page.front_node, ("reviewed_on",)), page.front.reviewed_on)
            for id_, stamp in page.front.made_from.items():
                if guide.is_future(stamp.on):
                    yield _ahead(key_place(page.front_node, ("made_from", id_)), stamp.on)


def _days(data: RecordModel) -> Iterator[tuple[str, date]]:
    """Yield the days on which something about a record was done, each with its field; of a day not known exactly, the first it can mean."""
    if isinstance(data, Sourced):
        yield "verified_on", data.verified_on
    if isinstance(data, Update):
        yield "date", data.date
    if isinstance(data, Statistic):
        yield "date", data.date.earliest
    if isinstance(data, Instrument) and data.issued:
        yield "issued", data.issued.earliest
    if isinstance(data, Partner) and data.in_force_by:
        yield "in_force_by", data.in_force_by


def _ahead(place: Place, day: date) -> Problem:
    return Problem(place, "", Text(f"{day} 还没有到。", f"{day} has not come yet."), _FIX)
