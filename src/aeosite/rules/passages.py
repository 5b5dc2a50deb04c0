"""Rules over passages of pages that hold only since, or only before, an instrument takes effect."""

from aeosite.basics.language import Text
from aeosite.basics.problems import Problem
from aeosite.guide.directives.passages import END, PASSAGES, start_of
from aeosite.guide.guide import Guide
from aeosite.read.pages import Directive, Page
from aeosite.rules.finding import Problems

_FIX = Text(
    "每个 since 或 before 后面写一个 {{ end }}，中间不再开始别的，也不写标题。",
    "Put one {{ end }} after each since or before, with no other begun and no heading between.",
)


def passage_is_closed(guide: Guide) -> Problems:
    """since、before 各有一个 end，互不套叠，中间没有标题。
    Each since and before has its end; they do not stand inside one another, and no heading stands in them."""
    for page in guide.pages():
        opened: Directive | None = None
        for call in (one for one in page.directives if one.name in PASSAGES):
            if (call.name == END) != (opened is not None):
                message = Text(f"这里的 {call.name} 前后不成对。", f"This {call.name} has no partner.")
                yield Problem(call.place, "", message, _FIX)
            elif opened and _has_heading(page, opened, call):
                yield Problem(opened.place, "", Text("这一段里有标题。", "There is a heading in this passage."), _FIX)
            opened = None if call.name == END else call
        if opened:
            message = Text(f"这里的 {opened.name} 没有 end。", f"This {opened.name} has no end.")
            yield Problem(opened.place, "", message, _FIX)


def passage_has_its_date(guide: Guide) -> Problems:
    """since 和 before 写的文件，知道哪一天施行。
    The instrument that since or before names has a day on which it takes effect."""
    for page in guide.pages():
        for call in page.directives:
            named = call.name in PASSAGES and call.words and call.words[0] in guide.content.ids("instruments")
            if named and start_of(guide, call.words[0]) is None and not guide.content.is_broken(call.words[0]):
                message = Text(f"{call.words[0]} 没有施行日期。", f"{call.words[0]} has no date in force.")
                yield Problem(call.place, "", message, Text("换一个文件，或补上日期。", "Name another one, or add its date."))


def _has_heading(page: Page, first: Directive, last: Directive) -> bool:
    return any(first.place.line < heading.place.line < last.place.line for heading in page.headings)
