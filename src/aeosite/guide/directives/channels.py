"""Directives that list what outlets publish beside the pages: files to take away."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec
from aeosite.guide.offers import EVERYBODY, WORKBOOK, audiences_of, csv_of, feed_of, json_of, schema_of
from aeosite.model.records import MODELS
from aeosite.model.shape import tables_of
from aeosite.read.pages import Directive


def _data_files(guide: Dated, call: Directive) -> Facts:
    kinds = [
        {
            "title": model.kind_name,
            "count": len(guide.content.all(model)),
            "json": json_of(model.folder),
            "schema": schema_of(model.folder),
            "tables": [(table.name, csv_of(table.name)) for table in tables_of(model)],
        }
        for model in MODELS
    ]
    return {"kinds": kinds, "workbook": WORKBOOK}


def _feeds(guide: Dated, call: Directive) -> Facts:
    return {"feeds": [EVERYBODY, *audiences_of(guide.content)], "everybody": EVERYBODY, "feed_of": feed_of}


CHANNELS: Mapping[str, Spec] = {
    "data-files": Spec(
        Text("可以取走的数据文件，各有大小", "the files of the data, each with its size"), "{{ data-files }}", _data_files
    ),
    "feeds": Spec(Text("本站更新的订阅地址", "the addresses to follow what changes in the guide"), "{{ feeds }}", _feeds),
}
"""What outlets publish."""
