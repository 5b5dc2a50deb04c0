"""What templates may say: texts of records and labels of vocabularies, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale

from aeosite.basics.fallback import in_default
from aeosite.basics.language import Language, Text
from aeosite.basics.phrases import Phrases
from aeosite.components.filter.data import UNKNOWN as UNKNOWN_WORD
from aeosite.model.fields import Pair, Term
from aeosite.model.records import Vocabulary
from aeosite.read.content import Content


@dataclass(frozen=True)
class Say:
    """Words in one language."""

    content: Content
    phrases: Phrases

    @property
    def language(self) -> Language:
        """The language."""
        return self.phrases.language

    @property
    def gap(self) -> str:
        """What stands between words and between sentences."""
        return "" if self.language == "zh" else " "

    def join(self, parts: Iterable[str]) -> str:
        """Return short phrases as the language lists them: ``甲、乙、丙``; ``a, b, c``."""
        return self.phrases.gettext("、").join(parts)

    def text(self, pair: Pair | Text | None) -> str:
        """Return a text of a record; None is shown as not confirmed."""
        return self._in(pair) if pair else self.phrases.gettext("未确认")

    def _in(self, pair: Pair | Text) -> str:
        text = pair.in_(self.language)
        return in_default(text) if isinstance(pair, Pair) and not pair.has(self.language) else text

    def label(self, term: Term | None) -> str:
        """Return the label of a term; None is shown as not confirmed."""
        return self._in(self.content.label(term)) if term else self.text(None)

    def labels(self, terms: Iterable[Term]) -> str:
        """Return labels as a list in a sentence."""
        return self.join(map(self.label, terms))

    def explained(self, term: Term) -> str:
        """Return the label of a term as a sentence, and after it what the term means."""
        entry = self.content.vocabularies[term.vocabulary][str(term)]
        label, stop = self.text(entry.label), self.phrases.pgettext("before a sentence", "。")
        return f"{_capital(label)}{stop}{self.text(entry.meaning)}"

    def word(self, vocabulary: str, key: str) -> str:
        """Return the label of a derived word, such as a status."""
        return self._in(self.content.vocabularies[vocabulary][key].label)

    def choice(self, vocabulary: str, word: str) -> str:
        """Return the label of a choice, with a capital; the word for unknown is shown as not confirmed."""
        label = self.text(None) if word == UNKNOWN_WORD else self.word(vocabulary, word)
        return _capital(label)

    def title(self, vocabulary: str) -> str:
        """Return the title of a vocabulary."""
        return self.text(self.content.get(Vocabulary, vocabulary).title)

    def territories(self, codes: Iterable[str]) -> str:
        """Return the names of countries and regions, by CLDR."""
        names = Locale(self.language).territories
        return self.join(names[code] for code in codes)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
