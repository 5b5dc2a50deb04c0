"""Rules over every record: what a record names must exist."""

from datetime import date

from aeosite.content import Content, values
from aeosite.language import Text
from aeosite.model.fields import Ref, Term
from aeosite.model.records import MODELS, Pair
from aeosite.problems import did_you_mean
from aeosite.rules.finding import Problems


def known_reference(content: Content, as_of: date) -> Problems:
    """所引用的记录都存在。
    Every record that a record names exists."""
    known = {kind: content.ids(kind) for kind in ("clauses", *(model.folder for model in MODELS))}
    for model in MODELS:
        for record in content.all(model):
            for where, value in values(record.data):
                if isinstance(value, Ref) and value not in known[value.kind]:
                    message = Text(f"{value.kind} 中没有 {value}。", f"There is no {value} in {value.kind}.")
                    yield record.problem(where, message, did_you_mean(value, known[value.kind]))


def known_term(content: Content, as_of: date) -> Problems:
    """所用的词都在词表中。
    Every word of a vocabulary that a record uses is in that vocabulary."""
    for model in MODELS:
        for record in content.all(model):
            for where, value in values(record.data):
                if type(value) is not Term and isinstance(value, Term):
                    known = content.vocabularies.get(value.vocabulary, {})
                    if value not in known:
                        message = Text(f"词表 {value.vocabulary} 中没有 {value}。", f"There is no word {value} in {value.vocabulary}.")
                        yield record.problem(where, message, did_you_mean(value, known))


def both_languages(content: Content, as_of: date) -> Problems:
    """中文和英文是两段不同的文字：英文栏不能照抄中文。
    A text says the same in two languages: the English is not the Chinese pasted again."""
    for model in MODELS:
        for record in content.all(model):
            for where, pair in pairs(record.data):
                if pair.zh == pair.en and any("\u4e00" <= letter <= "\u9fff" for letter in pair.en):
                    yield record.problem(
                        (*where, "en"), Text("英文栏写的是中文。", "The English text is the Chinese one."),
                        Text("写上英文。", "Write it in English."),
                    )


def pairs(model: object, where: tuple[str | int, ...] = ()) -> "list[tuple[tuple[str | int, ...], Pair]]":
    """Return every bilingual text of a record with the way to it."""
    from pydantic import BaseModel

    if isinstance(model, Pair):
        return [(where, model)]
    if isinstance(model, BaseModel):
        return [found for name in type(model).model_fields for found in pairs(getattr(model, name), (*where, name))]
    if isinstance(model, list):
        return [found for index, item in enumerate(model) for found in pairs(item, (*where, index))]
    return []
