"""What templates may ask of instruments, standards and clauses."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from aeosite.compose.helpers.links import Link
from aeosite.compose.helpers.words import Say
from aeosite.guide.guide import Guide
from aeosite.guide.picks.law import clause_runs, item_anchor
from aeosite.guide.status import instrument_status
from aeosite.guide.versions import Version, versions
from aeosite.model.computing import Figure
from aeosite.model.records import CriteriaTable, Instrument, Standard
from aeosite.read.content import LocatedClause


@dataclass(frozen=True)
class Law:
    """The law as seen from a page."""

    guide: Guide
    say: Say
    link: Link

    def instrument(self, id_: str) -> Instrument:
        """Return an instrument."""
        return self.guide.content.get(Instrument, id_)

    def cite(self, id_: str) -> Markup:
        """Return the number of an instrument, linked to its entry."""
        return self.link.to(id_, self.say.text(self.instrument(id_).number))

    def versions(self, instrument: Instrument) -> list[Version]:
        """Return the versions of an instrument, the oldest first; only itself where it took no place of another and none took its place."""
        return versions(self.guide.content, instrument)

    def status(self, instrument: Instrument) -> str:
        """Return the derived status of an instrument on the date of the guide."""
        return instrument_status(instrument, self.guide.as_of)

    def standard(self, id_: str) -> Standard:
        """Return a standard."""
        return self.guide.content.get(Standard, id_)

    def figure(self, id_: str) -> Figure:
        """Return a figure that clauses are computed from."""
        return self.guide.content.get(Figure, id_)

    def number(self, clause: str) -> str:
        """Return how a clause is cited: the number of its table in brackets."""
        number = self.guide.content.clauses[clause].clause.number
        return self.say.phrases.gettext("（%(number)s）", number=number)

    def runs(self, clauses: Iterable[str]) -> dict[str, list[tuple[LocatedClause, LocatedClause]]]:
        """Return clauses by standard, as runs of neighbours: the first and the last of each run."""
        return clause_runs(self.guide.content, clauses)

    def item_anchor(self, table: CriteriaTable, number: str) -> str:
        """Return the anchor of an item of a table."""
        return item_anchor(table, number)
