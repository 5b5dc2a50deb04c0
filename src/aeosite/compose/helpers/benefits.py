"""What templates may ask of measures and partners."""

from dataclasses import dataclass

from aeosite.basics.language import Language
from aeosite.components.filter.data import found_by, words_of
from aeosite.guide.guide import Guide
from aeosite.guide.status import measure_state, partner_status
from aeosite.model.help import District
from aeosite.model.records import Measure, Partner


@dataclass(frozen=True)
class Benefits:
    """Measures and partners on the date of the guide."""

    guide: Guide

    def measure(self, id_: str) -> Measure:
        """Return a measure."""
        return self.guide.content.get(Measure, id_)

    def narrowings(self, id_: str) -> list[Measure]:
        """Return the measures by which a district narrows a national one."""
        return [record.data for record in self.guide.content.all(Measure) if record.data.narrows == id_]

    def state(self, measure: Measure) -> str:
        """Return the derived state of a measure."""
        return measure_state(self.guide.content, measure, self.guide.as_of)

    def status(self, partner: Partner) -> str:
        """Return the derived status of an arrangement."""
        return partner_status(partner, self.guide.as_of)

    def found_by(self, record: Measure | Partner | District, language: Language) -> str:
        """Return what a record is found by when a reader types, on a page of a language."""
        return found_by(record, language)

    def words(self, record: Measure | Partner) -> dict[str, str]:
        """Return the words a measure or partner is filtered and sorted by: name → words, with blanks between."""
        return {name: " ".join(words) for name, words in words_of(self.guide.content, record, self.guide.as_of).items()}
