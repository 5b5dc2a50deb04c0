"""The questions of the quiz with their answers, in the order of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from aeosite.guide.dated import Dated
from aeosite.guide.quiz import Option, options_of, quiz
from aeosite.model.help import QuizQuestion
from aeosite.read.content import Content

NUMBERS: Sequence[int] = (5, 10, 20)
"""How many questions a test may have, apart from all of them."""

EVERYBODY = "all"
"""The audience of a question for everybody: it is in the tests of all."""


@dataclass(frozen=True)
class Posed:
    """A question with the answers offered and the place of the right one, from 0."""

    data: QuizQuestion
    options: Sequence[Option]
    right: int

    @property
    def letter(self) -> str:
        """The letter of the right answer on paper."""
        return ascii_uppercase[self.right]


def posed(guide: Dated) -> list[Posed]:
    """Return every question that has a right answer, in the order of the page."""
    found = [(record.data, options_of(guide, record.data)) for record in quiz(guide)]
    return [Posed(data, options, _right(options)) for data, options in found if any(option.right for option in options)]


def _right(options: Sequence[Option]) -> int:
    return next(place for place, option in enumerate(options) if option.right)


def audiences_of(content: Content) -> list[str]:
    """Return the audiences a test can be made for: all but everybody."""
    return [word for word in content.vocabularies.get("audiences", {}) if word != EVERYBODY]
