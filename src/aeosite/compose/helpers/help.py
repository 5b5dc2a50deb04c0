"""What templates may ask of customs offices, figures and notes of what changed."""

from dataclasses import dataclass

from aeosite.components.filter.data import province_word
from aeosite.guide.freshness import is_old
from aeosite.guide.guide import Guide
from aeosite.guide.picks.help import updates
from aeosite.model.help import District, Statistic, Update


@dataclass(frozen=True)
class Help:
    """What helps readers on."""

    guide: Guide

    def district(self, id_: str) -> District:
        """Return a customs district."""
        return self.guide.content.get(District, id_)

    def province(self, district: District) -> str:
        """Return the word a customs authority is filtered by."""
        return province_word(district)

    def months_if_old(self, statistic: Statistic) -> int | None:
        """Return how many months old a figure may be, where this one is older and the guide has no newer one of the same; else None."""
        return self.guide.content.months(Statistic.folder) if is_old(self.guide, statistic) else None

    def statistic(self, id_: str) -> Statistic:
        """Return a statistic."""
        return self.guide.content.get(Statistic, id_)

    def update(self, id_: str) -> Update:
        """Return a note of what changed."""
        return self.guide.content.get(Update, id_)

    def updates(self, path: str) -> list[Update]:
        """Return the notes of what changed on a page, newest first."""
        return [record.data for record in updates(self.guide) if path in record.data.pages]
