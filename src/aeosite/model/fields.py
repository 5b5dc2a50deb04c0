"""The kinds of value a record may hold. Each takes the text an editor typed and returns a typed value or a bilingual error."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from aeosite.basics.addresses import is_plain
from aeosite.basics.language import REQUIRED, Language, Text

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Characters that nobody sees: they join, hide or turn round what is read (Unicode default ignorables, bidirectional controls, private use)."""

_FULL_WIDTH = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000]")
_HTML = re.compile(r"<[A-Za-z/!?][^>]{0,80}>?|&(?:[A-Za-z]+|#\d+|#[xX][0-9A-Fa-f]+);")
_STRAY = re.compile(rf"[ ]{{2,}}|(?<=[{HAN}，。；：、（）《》]) (?=[{HAN}，。；：、（）《》])")
_BREAK = re.compile(r"[\t\n\v\f\r\x1c-\x1f]")
_DATE = re.compile(r"(?P<by>by )?(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_STAMP = re.compile(r"(?P<digest>[0-9a-f]{8}) (?P<on>[0-9]{4}-[0-9]{2}-[0-9]{2})")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TERM = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


def fault(code: str, zh: str, en: str, fix_zh: str = "", fix_en: str = "") -> PydanticCustomError:
    """Return a validation error that carries its message and its fix in both languages."""
    context = {"zh": zh, "en": en, "fix_zh": fix_zh, "fix_en": fix_en}
    return PydanticCustomError("fault", "{code}", {"code": code, **context})


def _half_width(text: str) -> str:
    """Refuse full-width digits, letters and blanks in a code, date or number."""
    if not isinstance(text, str):
        raise fault("text-expected", "这里应是一段文字或一个数。", "A single text or number is expected here.")
    if found := _FULL_WIDTH.search(text):
        raise fault(
            "full-width",
            f"{text} 含有全角字符“{found.group()}”。",
            f"{text} has a full-width character ({found.group()}).",
            "改用半角。",
            "Type it half-width.",
        )
    if text != text.strip() or not text:
        raise fault(
            "blank",
            "内容为空，或首尾有空格。",
            "It is empty, or has blanks at an end.",
            "填写内容，删去空格。",
            "Fill it in; delete the blanks.",
        )
    return text


def _prose(text: str) -> str:
    """Refuse what readers must not see in a text: HTML, stray blanks, line breaks, nothing at all."""
    if not text.strip():
        raise fault(
            "text-missing", "这段文字是空的。", "This text is empty.", "中文和英文都要填写。", "Both languages are required."
        )
    if found := _HTML.search(text):
        raise fault(
            "text-html",
            f"文字里有 HTML：{found.group()}",
            f"There is HTML in the text: {found.group()}",
            "只写纯文字。",
            "Plain text only.",
        )
    if found := UNSEEN.search(text):
        raise fault(
            "text-unseen",
            f"文字里有看不见的字符 U+{ord(found.group()):04X}。",
            f"There is an invisible character, U+{ord(found.group()):04X}, in the text.",
            "删去它，重新输入这段文字。",
            "Delete it; type the text again.",
        )
    if any(mark in text for mark in ("](", "][", "]:", "`", "{{", "{%")):
        raise fault(
            "text-markdown",
            "文字里有 Markdown 记号。",
            "There is Markdown in the text.",
            "记录里只写纯文字；链接写在页面里。",
            "Records hold plain text only; links belong in pages.",
        )
    if text != text.strip() or _BREAK.search(text) or _STRAY.search(text):
        raise fault(
            "text-blanks",
            "文字里有多余的空格或换行。",
            "There are stray blanks or line breaks in the text.",
            "删去首尾空格、连续空格和汉字之间的空格，写成一行。",
            "Delete blanks at the ends, double blanks and blanks between Han characters; keep it on one line.",
        )
    return text


Prose = Annotated[str, AfterValidator(_prose)]
"""One text in one language: one line, no HTML, no stray blanks."""


def _title(text: str) -> str:
    """Refuse what the theme would put into HTML attributes unescaped."""
    if found := re.search('[<>"&]', text):
        raise fault(
            "title-character",
            f"标题和摘要里不能有 {found.group()}。",
            f"Titles and summaries cannot hold {found.group()}.",
            "引号用“”，其余改写。",
            "Use curly quotation marks; reword the rest.",
        )
    return text


Title = Annotated[Prose, AfterValidator(_title)]
"""A text that becomes a page title or an HTML attribute."""


class Strict(BaseModel):
    """A part of a record: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Pair(Strict):
    """A text in both required languages; it may also be there in others that the site has."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Prose]

    zh: Prose = Field(title="中文", description="Chinese")
    en: Prose = Field(title="英文", description="English")

    def in_(self, language: Language) -> str:
        """Return the text in a language, or where it is not there in the default one."""
        if language in REQUIRED:
            return self.zh if language == "zh" else self.en
        return self.more.get(language, self.zh)

    @property
    def more(self) -> dict[Language, str]:
        """The text in languages beyond those required."""
        return self.__pydantic_extra__ or {}

    def has(self, language: Language) -> bool:
        """Whether the text is there in a language."""
        return language in REQUIRED or language in self.more

    @property
    def text(self) -> Text:
        """The same pair as the core's plain text."""
        return Text(self.zh, self.en)


class Also(Strict):
    """What people type who look for something and do not know its proper name. Search finds it by these words; pages never show them."""

    zh: list[Prose] = Field([], title="中文页面的读者还会怎样说", description="what readers of the Chinese pages type")
    en: list[Prose] = Field([], title="英文页面的读者还会怎样说", description="what readers of the English pages type")

    def in_(self, language: Language) -> tuple[str, ...]:
        """Return the words of one language."""
        return tuple({"zh": self.zh, "en": self.en}.get(language, ()))


class _Typed(str):
    """A text with a meaning of its own: matched by a pattern, kept as text."""

    pattern: ClassVar[re.Pattern[str]]
    what: ClassVar[Text]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the typed value. Raises a bilingual validation error when the text does not fit."""
        if not cls.pattern.fullmatch(_half_width(text)):
            raise fault(
                "pattern",
                f"{text} 不是{cls.what.zh}。",
                f"{text} is not {cls.what.en}.",
                "只用小写字母、数字和连字符。",
                "Use lower-case letters, digits and hyphens only.",
            )
        return cls(text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.parse, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{cls.pattern.pattern}$", **cls.json_extra()}

    @classmethod
    def json_extra(cls) -> dict[str, str]:
        """Return what a subclass adds to its JSON Schema."""
        return {}


class Id(_Typed):
    """The identity of a record: its file name, its anchor, stable for ever."""

    pattern = _ID
    what = Text("合法的 id", "an id")


class Ref(_Typed):
    """The id of another record. A subclass names the kind."""

    pattern = _ID
    what = Text("合法的 id", "an id")
    kind: ClassVar[str]

    @classmethod
    def json_extra(cls) -> dict[str, str]:
        """Say which kind of record the id belongs to."""
        return {"description": f"id of a record in {cls.kind}/"}


class MonthDay(_Typed):
    """A day of every year, written 06-30."""

    pattern = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
    what = Text("每年的某一天（如 06-30）", "a day of the year, such as 06-30")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the day. Raises a bilingual validation error when there is none such in every year."""
        found = super().parse(text)
        if int(found[3:]) > _month_length(2026, int(found[:2])):
            raise fault(
                "date-impossible",
                f"不是每年都有 {text} 这一天。",
                f"Not every year has the day {text}.",
                "核对日期。",
                "Check the date.",
            )
        return found

    def in_year(self, year: int) -> date:
        """Return the day in a year."""
        return date(year, int(self[:2]), int(self[3:]))


class InstrumentRef(Ref):
    """The id of an instrument."""

    kind = "instruments"


class StandardRef(Ref):
    """The id of a standard."""

    kind = "standards"


class ClauseRef(Ref):
    """The id of a clause of a criteria table."""

    kind = "clauses"


class FigureRef(Ref):
    """The id of a figure that clauses are worked out from."""

    kind = "figures"


class MeasureRef(Ref):
    """The id of a facilitation measure."""

    kind = "measures"


class Word(_Typed):
    """A word as a vocabulary lists it."""

    pattern = _TERM
    what = Text("词表中的词", "a term")


class Term(Word):
    """A word of a closed vocabulary, as a record uses it. A subclass names the vocabulary, a file in ``terms/``."""

    vocabulary: ClassVar[str]

    @classmethod
    def json_extra(cls) -> dict[str, str]:
        """Name the vocabulary, so that its words can be listed."""
        return {"vocabulary": cls.vocabulary}


class Tier(Term):
    """A credit tier."""

    vocabulary = "tiers"


class Audience(Term):
    """An audience of the guide."""

    vocabulary = "audiences"


class EnterpriseType(Term):
    """What an enterprise does or trades in."""

    vocabulary = "enterprise-types"


class Goods(Term):
    """The goods a measure is about."""

    vocabulary = "goods"


class Stage(Term):
    """The stage of business a measure belongs to."""

    vocabulary = "stages"


class Strength(Term):
    """How binding a measure is: a rule, a pilot, an encouragement."""

    vocabulary = "strengths"


class CarryOver(Term):
    """Whether a measure is known to have outlived the instrument it rests on."""

    vocabulary = "carry-over"


class Evidence(Term):
    """How well a fact is supported."""

    vocabulary = "evidence"


class InstrumentType(Term):
    """The type of a document."""

    vocabulary = "instrument-types"


class Category(Term):
    """A category of criteria."""

    vocabulary = "categories"


class Result(Term):
    """A result customs may give for a clause."""

    vocabulary = "results"


class Comparison(Term):
    """How a figure is compared with its limit."""

    vocabulary = "comparisons"


class FormulaOrigin(Term):
    """Where a formula comes from."""

    vocabulary = "formula-origins"


class Unit(Term):
    """A unit of measure."""

    vocabulary = "units"


class Weight(Term):
    """How a clause of the certified tier compares with its counterpart."""

    vocabulary = "weights"


class Direction(Term):
    """Which flow of goods an arrangement covers."""

    vocabulary = "directions"


class Benefit(Term):
    """A benefit an arrangement grants."""

    vocabulary = "benefits"


class CompanyDetail(Term):
    """A detail of the Chinese company that its partner abroad needs besides the code."""

    vocabulary = "company-details"


class Region(Term):
    """A region of the world, for grouping partners."""

    vocabulary = "regions"


class OfficialHost(Term):
    """A host the guide may link to."""

    vocabulary = "official-hosts"


class DistrictRef(Ref):
    """The id of a customs district."""

    kind = "districts"


class StatisticRef(Ref):
    """The id of a statistic."""

    kind = "statistics"


class DistrictLevel(Term):
    """The level of a customs authority."""

    vocabulary = "district-levels"


class EventType(Term):
    """The type of an event."""

    vocabulary = "event-types"


class FigureTopic(Term):
    """The topic of a statistic."""

    vocabulary = "figure-topics"


class QuestionTopic(Term):
    """The topic of a question."""

    vocabulary = "question-topics"


class FeedbackKind(Term):
    """What a reader means who writes back."""

    vocabulary = "feedback-kinds"


class ReplyState(Term):
    """How far something that readers asked has come."""

    vocabulary = "reply-states"


class UpdateRef(Ref):
    """The id of a note of what changed."""

    kind = "updates"


class Phase(Term):
    """The phase of a procedure."""

    vocabulary = "phases"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month or the year; ``by`` means no later than.

    Written ``2013-03-15``, ``2012-06``, ``2012`` or ``by 2025-06-23`` (ISO 8601 calendar dates, reduced precision allowed).
    """

    year: int
    month: int | None = None
    day: int | None = None
    by: bool = False

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return the date a text means. Raises a bilingual validation error when it is none."""
        found = _DATE.fullmatch(_half_width(text))
        if not found or found["year"] == "0000":
            raise _not_a_date(text)
        year, month, day = (int(part) if part else None for part in (found["year"], found["month"], found["day"]))
        assert year is not None
        if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= _month_length(year, month)):
            raise fault(
                "date-impossible",
                f"没有 {text} 这一天。",
                f"There is no such day as {text}.",
                "核对日期。",
                "Check the date.",
            )
        return cls(year, month, day, by=bool(found["by"]))

    @property
    def earliest(self) -> date:
        """The first day it can mean; for ``by`` dates, the first day of the calendar."""
        return date.min if self.by else date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or _month_length(self.year, month))

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return ("by " if self.by else "") + "-".join(parts)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.parse, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": f"^{_DATE.pattern.replace('?P<by>', '').replace('?P<year>', '').replace('?P<month>', '').replace('?P<day>', '')}$",
        }


def _month_length(year: int, month: int | None) -> int:
    return calendar.monthrange(year, month or 1)[1] if 1 <= (month or 1) <= 12 else 31


def _not_a_date(text: str) -> PydanticCustomError:
    return fault(
        "date-format",
        f"{text} 不是日期。",
        f"{text} is not a date.",
        "写成 2026-04-01、2026-04、2026 或 unknown。",
        "Write 2026-04-01, 2026-04, 2026 or unknown.",
    )


def _exact_date(text: str) -> date:
    parsed = PartialDate.parse(text)
    if parsed.day is None or parsed.by:
        raise fault(
            "date-not-exact",
            f"{text} 要精确到日。",
            f"{text} must name the day.",
            "写成 2026-04-01。",
            "Write it like 2026-04-01.",
        )
    return parsed.latest


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """That a translation was held against a Chinese text: the digest of that text and the day, written ``3fa9c1d2 2026-11-20``."""

    digest: str
    on: date

    @classmethod
    def parse(cls, text: str) -> "Stamp":
        """Return the stamp a text means. Raises a bilingual validation error when it is none."""
        found = _STAMP.fullmatch(text) if isinstance(text, str) else None
        if not found:
            raise fault(
                "stamp-form",
                f"{text} 不是核对记号。",
                f"{text} is no stamp.",
                "不要手写；看过译文以后运行 aeosite stamp。",
                "Do not type it; look at the translation, then run aeosite stamp.",
            )
        return cls(found["digest"], _exact_date(found["on"]))

    def __str__(self) -> str:
        return f"{self.digest} {self.on.isoformat()}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.parse, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": "^[0-9a-f]{8} [0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?", _half_width(text)):
        raise fault(
            "number",
            f"{text} 不是数。",
            f"{text} is not a number.",
            "只写数字，单位另写。",
            "Digits only; the unit is a field of its own.",
        )
    return Decimal(text)


def _integer(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", _half_width(text)):
        raise fault("integer", f"{text} 不是整数。", f"{text} is not a whole number.", "只写数字。", "Digits only.")
    return int(text)


def _unknown(value: Any) -> Any:
    """Return None for the word ``unknown``; templates show None as not confirmed."""
    return None if value == "unknown" else value


def _url(text: str) -> str:
    if not is_plain(_half_width(text)):
        raise fault(
            "url",
            f"{text} 不是网址。",
            f"{text} is not a web address.",
            "写完整网址，以 https:// 或 http:// 开头；不写用户名、端口、空格和反斜杠。",
            "Write the whole address, from https:// or http:// on, without user names, ports, blanks or back slashes.",
        )
    return text


def _regex(text: str) -> str:
    try:
        re.compile(_half_width(text))
    except re.error as error:
        raise fault(
            "code-pattern",
            f"编码样式无法识别（{error}）。",
            f"The code pattern cannot be read ({error}).",
            "请开发人员帮助。",
            "Ask a developer.",
        ) from None
    return text


Code = Annotated[str, BeforeValidator(_half_width)]
"""A code as it is typed into a form: half-width, no blanks at its ends."""

ExactDate = Annotated[date, BeforeValidator(_exact_date)]
"""A date known to the day, written 2026-04-01."""

Number = Annotated[Decimal, BeforeValidator(_decimal)]
"""A number. Its unit is a field beside it."""

Whole = Annotated[int, BeforeValidator(_integer)]
"""A whole number from 0 up."""

Url = Annotated[str, BeforeValidator(_url)]
"""A complete web address."""

Pattern = Annotated[str, BeforeValidator(_regex)]
"""A regular expression that a whole code must match."""


class _UnknownInSchema:
    """Says ``unknown`` in the JSON Schema where pydantic would say null."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(schema)
        return {**made, "anyOf": [{"const": "unknown"} if part == {"type": "null"} else part for part in made.get("anyOf", [])]}


T = TypeVar("T")
Maybe = Annotated[T | None, BeforeValidator(_unknown), _UnknownInSchema]
"""A value, or the word ``unknown``. Never guessed: unknown is shown to readers as not confirmed."""
