"""What every record has."""

from typing import ClassVar

from pydantic import Field

from aeosite.basics.language import Text
from aeosite.model.fields import Evidence, ExactDate, Id, InstrumentRef, Pair, Strict


class RecordModel(Strict):
    """The smallest thing an editor is asked to change and a reader may cite. File name = id = anchor."""

    folder: ClassVar[str]
    kind_name: ClassVar[Text]

    id: Id = Field(title="编号，与文件名相同", description="identity, same as the file name")


class Sourced(Strict):
    """Where a statement comes from and how well it is supported."""

    evidence: Evidence = Field(title="依据程度", description="how well it is supported")
    verified_on: ExactDate = Field(title="最近核对日期", description="day it was last checked")
    note: Pair | None = Field(None, title="说明", description="note for readers")


class Basis(Strict):
    """What a statement rests on."""

    instrument: InstrumentRef = Field(title="文件", description="instrument")
    item: Pair | None = Field(None, title="条、项", description="article or item")
