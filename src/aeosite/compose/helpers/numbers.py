"""How templates show dates, numbers and limits, in one language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aeosite.compose.helpers.words import Say
from aeosite.guide.dates import show_date
from aeosite.guide.quiz import Option, Value
from aeosite.model.fields import PartialDate, Term
from aeosite.model.records import Instrument


@dataclass(frozen=True)
class Show:
    """Dates and numbers in one language."""

    say: Say

    def date(self, when: date | PartialDate | None) -> str:
        """Return a date as the language writes it; None is shown as not confirmed."""
        return show_date(when, self.say.phrases)

    def limit(self, comparison: Term, value: Decimal, unit: Term) -> str:
        """Return a limit in words: ``不超过85%``; ``at most 85%``; ``at most RMB 50,000``."""
        return f"{self.say.label(comparison)}{self.say.gap}{self.amount(value, unit)}"

    def amount(self, value: Decimal, unit: Term) -> str:
        """Return a number with its unit as the language writes it: ``85%``; ``5万元``; ``RMB 50,000``."""
        number = f"{value:,f}"
        if unit in ("percent", "ratio"):
            return number + ("%" if unit == "percent" else "")
        if unit == "cny" and self.say.language == "zh" and value and value % 10000 == 0:
            return f"{value / 10000:,f}".split(".")[0] + "万元"
        if unit == "cny":
            return self.say.phrases.gettext("%(number)s元", number=number)
        entry = self.say.content.vocabularies["units"][unit]
        label = entry.one if self.say.language == "en" and value == 1 and entry.one else self.say.label(unit)
        return f"{number}{self.say.gap}{label}"

    def value(self, value: Value) -> str:
        """Return a value of a record as the language writes it: a day, a number with its unit, the number of a document."""
        if value.day:
            return self.date(value.day)
        if value.instrument:
            return self.say.text(self.say.content.get(Instrument, value.instrument).number)
        assert value.number is not None
        return self.amount(value.number, value.unit) if value.unit else f"{value.number:,f}"

    def option(self, option: Option) -> str:
        """Return an answer of the quiz as the language writes it."""
        if option.claim:
            phrases = self.say.phrases
            return phrases.pgettext("a claim", "对") if option.claim == "yes" else phrases.pgettext("a claim", "不对")
        return self.value(option.value) if option.value else self.say.text(option.text)
