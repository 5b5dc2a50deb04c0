"""Rules over instruments: the law has dates, and they must agree with one another."""

from collections.abc import Iterator
from datetime import date

from aeosite.basics.addresses import host_of
from aeosite.basics.language import REQUIRED, Text
from aeosite.guide.guide import Guide
from aeosite.model.fields import PartialDate
from aeosite.model.records import Instrument
from aeosite.read.content import Content, Record
from aeosite.rules.finding import Problems

_IN_ORDER: dict[str, tuple[str, ...]] = {
    "issued": (),
    "in_force_from": ("issued",),
    "valid_until": ("in_force_from", "issued"),
    "repealed_on": ("in_force_from", "issued"),
}
"""Each date of an instrument and the dates it cannot be before."""


def repeal_ends_the_repealed(guide: Guide) -> Problems:
    """被废止的文件，其废止日期就是废止它的文件的施行日期。
    A repealed instrument ends on the day the one that repeals it takes effect."""
    for record, target in _repeals(guide.content):
        start = record.data.in_force_from
        if target.data.repealed_on is None or start is None or start.latest != target.data.repealed_on:
            yield target.problem(
                ("repealed_on",),
                Text(
                    f"{record.id} 自 {start or '未知日期'} 起废止本文件，这里的废止日期是 {target.data.repealed_on or '空'}。",
                    f"{record.id} repeals this from {start or 'an unknown date'}; repealed_on here is {target.data.repealed_on or 'empty'}.",
                ),
                Text("核对两个文件的日期，改成一致。", "Check both dates and make them agree."),
            )


def repeals_do_not_circle(guide: Guide) -> Problems:
    """文件不能直接或间接废止自己。
    No instrument repeals itself, directly or through others."""
    targets = {record.id: [str(id_) for id_ in record.data.repeals] for record in guide.content.all(Instrument)}
    for record in guide.content.all(Instrument):
        reached: set[str] = set()
        following = list(targets[record.id])
        while following:
            if (step := following.pop()) not in reached:
                reached.add(step)
                following += targets.get(step, [])
        if record.id in reached:
            yield record.problem(
                ("repeals",),
                Text("这些文件循环废止。", "These instruments repeal one another in a circle."),
                Text("只有后来的文件能废止先前的文件。", "Only a later instrument repeals an earlier one."),
            )


def instrument_dates_in_order(guide: Guide) -> Problems:
    """发布、施行、失效或废止，日期依次不早于前一个。
    An instrument is issued, takes effect and ends, in that order."""
    for record in guide.content.all(Instrument):
        dates: dict[str, PartialDate | date | None] = {name: getattr(record.data, name) for name in _IN_ORDER}
        for later, earlier_ones in _IN_ORDER.items():
            end = dates[later]
            for earlier in earlier_ones:
                begin = dates[earlier]
                if begin is not None and end is not None and _first(begin) > _last(end):
                    yield record.problem(
                        (later,),
                        Text(f"{later}（{end}）早于 {earlier}（{begin}）。", f"{later} ({end}) is before {earlier} ({begin})."),
                        Text("核对两个日期。", "Check both dates."),
                    )
                    break


def official_host(guide: Guide) -> Problems:
    """只链接官方网站，名单见 terms/official-hosts.yml。
    Only official hosts are linked; they are listed in terms/official-hosts.yml."""
    for record in guide.content.all(Instrument):
        if record.data.url and not is_official(guide.content, record.data.url):
            host = host_of(record.data.url)
            yield record.problem(
                ("url",),
                Text(f"{host} 不是名单上的官方网站。", f"{host} is not a listed official host."),
                Text("转载地址不要链接，只写文号、日期和标题。", "Never link a repost: number, date and title are enough."),
            )


def unique_number(guide: Guide) -> Problems:
    """每个文号只属于一个文件。
    No two instruments have the same number."""
    seen: dict[tuple[str, str], str] = {}
    for record in guide.content.all(Instrument):
        for language in REQUIRED:
            number = (language, record.data.number.in_(language))
            if number in seen:
                yield record.problem(
                    ("number", language),
                    Text(f"文号与 {seen[number]} 相同。", f"{seen[number]} has the same number."),
                    Text("核对文号；同一文件只留一条记录。", "Check it; keep one record for one instrument."),
                )
            seen.setdefault(number, record.id)


def is_official(content: Content, url: str) -> bool:
    """Whether a web address is on an official host or below one."""
    host = host_of(url)
    hosts = content.vocabularies.get("official-hosts", {})
    return host in hosts or any(host.endswith(f".{known}") for known in hosts)


def _repeals(content: Content) -> Iterator[tuple[Record[Instrument], Record[Instrument]]]:
    for record in content.all(Instrument):
        for id_ in record.data.repeals:
            if target := content.find(Instrument, id_):
                yield record, target


def _first(when: PartialDate | date) -> date:
    return when.earliest if isinstance(when, PartialDate) else when


def _last(when: PartialDate | date) -> date:
    return when.latest if isinstance(when, PartialDate) else when
