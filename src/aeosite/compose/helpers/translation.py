"""What templates may ask of translations: which are behind the Chinese they were made from, and where that stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aeosite.basics.language import DEFAULT
from aeosite.guide.drift import BEHIND, texts
from aeosite.guide.guide import Guide, address_of, asset_url
from aeosite.model.base import RecordModel
from aeosite.model.fields import Stamp
from aeosite.read.content import Record
from aeosite.read.pages import Page


@dataclass(frozen=True)
class Newer:
    """The texts of a record whose Chinese is newer: their names, and the day each translation was last looked at."""

    texts: Mapping[str, date]

    @property
    def since(self) -> date | None:
        """The oldest of those days; None where no text is behind."""
        return min(self.texts.values(), default=None)

    def within(self, part: str) -> date | None:
        """Return the same of a part of the record, such as a clause of a table."""
        return min((on for name, on in self.texts.items() if part in name.split(".")), default=None)

    def apart_from(self, part: str) -> date | None:
        """Return the same of the rest of the record."""
        return min((on for name, on in self.texts.items() if part not in name.split(".")), default=None)


@dataclass(frozen=True)
class Translation:
    """Translations as seen from a page."""

    guide: Guide
    page: Page

    def newer(self, record: Record[RecordModel]) -> Newer:
        """Return what of a record is newer in Chinese than in the language of the page."""
        if self.page.spoken == DEFAULT or not self._stamps(record):
            return Newer({})  # what nobody stamped is not behind, and looking takes time
        found = texts(record.data, self._stamps(record), self.page.spoken)
        return Newer({text.name: one.on for text, one in found if one.state == BEHIND and one.on})

    def source(self, anchor: str) -> str:
        """Return the address of something on the page in Chinese."""
        return f"{asset_url(self.page, address_of((DEFAULT, self.page.path)))}#{anchor}"

    def _stamps(self, record: Record[RecordModel]) -> Mapping[str, Stamp]:
        return self.guide.content.stamps_of(type(record.data).folder, record.id)
