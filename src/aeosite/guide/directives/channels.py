"""Directives that list what outlets publish beside the pages: files to take away."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, one_of
from aeosite.guide.offers import (
    EVENTS,
    EVERYBODY,
    REMINDERS,
    REPLIES,
    WORKBOOK,
    YEAR,
    audiences_of,
    calendar_of,
    csv_of,
    feed_of,
    json_of,
    schema_of,
    scorm_of,
)
from aeosite.guide.papers import CHAPTER, CRITERIA, HANDBOOK, LEAFLET, packed, papers
from aeosite.guide.year import due_steps
from aeosite.model.records import MODELS
from aeosite.model.shape import tables_of
from aeosite.read.pages import Directive


def _data_files(guide: Dated, call: Directive) -> Facts:
    kinds = [
        {
            "title": model.kind_name,
            "count": len(guide.content.ids(model.folder)),
            "json": json_of(model.folder),
            "schema": schema_of(model.folder),
            "tables": [(table.name, csv_of(table.name)) for table in tables_of(model)],
        }
        for model in MODELS
    ]
    return {"kinds": kinds, "workbook": WORKBOOK}


def _feeds(guide: Dated, call: Directive) -> Facts:
    return {
        "feeds": [EVERYBODY, *audiences_of(guide.content), REPLIES],
        "everybody": EVERYBODY,
        "replies": REPLIES,
        "feed_of": feed_of,
    }


def _calendars(guide: Dated, call: Directive) -> Facts:
    steps = due_steps(guide) if call.words[0] == YEAR else []
    return {"calendar": call.words[0], "steps": steps, "reminders": REMINDERS, "calendar_of": calendar_of}


def _papers(guide: Dated, call: Directive) -> Facts:
    """Return the papers in rows: those that differ in their language alone are one."""
    rows: dict[tuple[str, ...], list[tuple[tuple[str, ...], str, bool]]] = {}
    for one in papers(guide):
        rows.setdefault((one.kind, one.audience, *one.pages), []).append((one.languages, one.file, packed(one)))
    listed = [
        {"kind": key[0], "audience": key[1], "page": key[2] if len(key) > 2 else "", "files": files}
        for key, files in rows.items()
    ]
    return {"rows": listed, "kinds": (HANDBOOK, CRITERIA, CHAPTER, LEAFLET), "languages": guide.content.languages}


def _packages(guide: Dated, call: Directive) -> Facts:
    return {"packages": [(language, scorm_of(language)) for language in guide.content.languages]}


CHANNELS: Mapping[str, Spec] = {
    "data-files": Spec(
        Text("可以取走的数据文件，各有大小", "the files of the data, each with its size"), "{{ data-files }}", _data_files
    ),
    "feeds": Spec(Text("本站更新的订阅地址", "the addresses to follow what changes in the guide"), "{{ feeds }}", _feeds),
    "papers": Spec(
        Text("手册、单页和宣传单的PDF，各有大小", "the PDFs: the handbook, single pages and leaflets, each with its size"),
        "{{ papers }}",
        _papers,
    ),
    "course-packages": Spec(
        Text("测验的课件包（SCORM），各有大小", "the quiz as packages for a learning platform (SCORM), each with its size"),
        "{{ course-packages }}",
        _packages,
    ),
    "calendars": Spec(
        Text("活动的日历，或者每年的日期", "the calendar of events, or of what is due every year"),
        "{{ calendars year }}",
        _calendars,
        words=(one_of(EVENTS, YEAR),),
    ),
}
"""What outlets publish."""
