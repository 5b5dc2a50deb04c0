"""What a matter may be about: what the reader's page and place name, else what the words suggest."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aeosite.basics.language import DEFAULT, REQUIRED
from aeosite.guide.findable import findable, page_words
from aeosite.guide.guide import Guide, address_of
from aeosite.model.base import RecordModel
from aeosite.model.fields import Pair
from aeosite.model.help import District, Event, GlossaryEntry, Question, Statistic, Step
from aeosite.model.records import Change, Instrument, Measure, Partner
from aeosite.voice.matter import Proposal

MOST = 3
"""Proposals made from words."""

ENOUGH = 6.0
"""What words must weigh to make a proposal: two words that few records have."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKENS = re.compile(rf"[{_HAN}]+|[a-z]+|[0-9]+")
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "there",
        "this",
        "to",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "with",
        "you",
        "your",
    ]
)
_TITLES: Mapping[type[RecordModel], str] = {
    Question: "question",
    GlossaryEntry: "term",
    Measure: "title",
    Partner: "name",
    District: "name",
    Step: "title",
    Instrument: "title",
    Change: "topic",
    Statistic: "label",
    Event: "name",
}


@dataclass(frozen=True)
class Finder:
    """Finds what messages may be about in a guide."""

    guide: Guide

    def proposals(self, page: str, anchor: str, text: str) -> list[Proposal]:
        """Return what a message may be about, likeliest first.

        Args:
            page: the page the reader named, below the root of the site; empty for none.
            anchor: the place on it; empty for none.
            text: what was said.
        """
        path = self._path(page)
        if path and anchor in self.guide.homes:
            return [Proposal(page=path, record=anchor, why="said")]
        if path:
            return [Proposal(page=path, why="said")]
        return [Proposal(page=page, record=record, why="words") for page, record in self._by_words(text)]

    def _path(self, address: str) -> str:
        return self._addresses.get(address, "")

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        """The path of every page by its address below the root; as ``zh/…`` too, as the folders are called."""
        pages = [(language, path) for language in self.guide.content.languages for path in self.guide.content.pages[language]]
        named = {address_of((DEFAULT, path)): path for language, path in pages if language == DEFAULT}
        return {f"{DEFAULT}/{address}": path for address, path in named.items()} | {address_of(page): page[1] for page in pages}

    def _by_words(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the page and record of the best of what has the words of a text: rare words count for more, long names for less each."""
        weights: dict[tuple[str, str], float] = defaultdict(float)
        for word in set(_words(text)):
            holders = self._index.get(word, ())
            rarity = math.log((len(self._sizes) + 1) / (len(holders) + 0.5))
            for target in holders:
                weights[target] += rarity / (0.6 + 0.05 * self._sizes[target])
        best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
        yield from (target for target, weight in best if weight >= ENOUGH and weight >= best[0][1] / 2)

    @cached_property
    def _index(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        index: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for target, words in self._named.items():
            for word in words:
                index[word].append(target)
        return index

    @cached_property
    def _sizes(self) -> Mapping[tuple[str, str], int]:
        return {target: len(words) for target, words in self._named.items()}

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The words that records and pages are called by, in both languages, with those readers use who do not know their names."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        others = findable(self.guide)
        for anchor, title in self._titles():
            words = [
                title.zh,
                title.en,
                *(word for language in REQUIRED if anchor in others for word in others[anchor].words(language)),
            ]
            found[self.guide.homes.get(anchor, ""), anchor] |= {token for word in words for token in _words(word)}
        for language in REQUIRED:
            for path in self.guide.content.pages[language]:
                front = self.guide.content.outline(language, path).front
                named = [front.title if front else "", *page_words(self.guide, language, path)]
                found[path, ""] |= {token for word in named for token in _words(word)}
        return {target: frozenset(words) for target, words in found.items() if words}

    def _titles(self) -> Iterator[tuple[str, Pair]]:
        for model, field in _TITLES.items():
            for record in self.guide.content.all(model):
                yield record.id, getattr(record.data, field)
        yield from ((clause.id, clause.clause.text) for clause in self.guide.content.every_clause())


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text: pairs of Chinese characters, English words by their stem, numbers."""
    for token in _TOKENS.findall(text.lower()):
        if token[0] > "\u3000":
            yield from (token[at : at + 2] for at in range(len(token) - 1))
        elif token not in _COMMON:
            yield re.sub(r"(?<=[a-z]{3})(?:ing|ed|es|s)$", "", token)
