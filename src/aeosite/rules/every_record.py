"""Rules over every record: what a record names must exist, and both languages must say something."""

from aeosite.basics.language import Text
from aeosite.basics.problems import did_you_mean
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel
from aeosite.model.fields import Ref, Term
from aeosite.model.records import MODELS
from aeosite.read.content import Record, pairs, values
from aeosite.rules.finding import Problems

KINDS = ("clauses", *(model.folder for model in MODELS))


def every_record(guide: Guide) -> list[Record[RecordModel]]:
    """Return the records of every kind, and what a district says of itself in its edition."""
    edition = guide.content.edition
    own: list[Record[RecordModel]] = [edition] if edition else []
    return own + [record for model in MODELS for record in guide.content.all(model)]


def known_reference(guide: Guide) -> Problems:
    """所引用的记录都存在。
    Every record that a record names exists."""
    known = {kind: guide.content.ids(kind) for kind in KINDS}
    for record in every_record(guide):
        for where, value in values(record.data):
            if isinstance(value, Ref) and value not in known[value.kind]:
                message = Text(f"{value.kind} 中没有 {value}。", f"There is no {value} in {value.kind}.")
                yield record.problem(where, message, did_you_mean(value, known[value.kind]))


def known_term(guide: Guide) -> Problems:
    """所用的词都在词表中。
    Every word of a vocabulary that a record uses is in that vocabulary."""
    for record in every_record(guide):
        for where, value in values(record.data):
            if not isinstance(value, Term):
                continue
            known = guide.content.vocabularies.get(value.vocabulary, {})
            if value not in known:
                message = Text(f"词表 {value.vocabulary} 中没有 {value}。", f"There is no word {value} in {value.vocabulary}.")
                yield record.problem(where, message, did_you_mean(value, known))


def both_languages(guide: Guide) -> Problems:
    """英文栏写英文：不能照抄中文。
    The English of a text is English, not the Chinese pasted again."""
    for record in every_record(guide):
        for where, pair in pairs(record.data):
            if pair.zh == pair.en and any("\u4e00" <= letter <= "\u9fff" for letter in pair.en):
                yield record.problem(
                    (*where, "en"),
                    Text("英文栏写的是中文。", "The English text is the Chinese one."),
                    Text("写上英文。", "Write it in English."),
                )


def language_is_of_the_site(guide: Guide) -> Problems:
    """记录里的文字，只用本站设置的语言。
    A text of a record is in languages that the settings of the site name, and in no other."""
    known = guide.content.languages
    for record in every_record(guide):
        for where, pair in pairs(record.data):
            for language in pair.more:
                if language not in known:
                    yield record.problem(
                        (*where, language),
                        Text(f"本站没有 {language} 这种语言。", f"The site has no language {language}."),
                        did_you_mean(language, known),
                    )
