"""What every record has, and every kind of record there is.

The model is the only place a field is defined: it yields the checks, the JSON Schema and the field reference.
``title`` is the Chinese name of a field, ``description`` the English one.
"""

from typing import Annotated

from pydantic import Field

from aeosite.basics.language import Text
from aeosite.model.base import Basis, RecordModel, Sourced
from aeosite.model.computing import ClauseTest, Figure
from aeosite.model.fields import (
    Also,
    Audience,
    Benefit,
    CarryOver,
    Category,
    ClauseRef,
    Code,
    CompanyDetail,
    Direction,
    EnterpriseType,
    Evidence,
    ExactDate,
    Goods,
    Id,
    InstrumentRef,
    InstrumentType,
    Maybe,
    MeasureRef,
    Pair,
    PartialDate,
    Pattern,
    Prose,
    Region,
    Result,
    Stage,
    StandardRef,
    Strength,
    Strict,
    Tier,
    Url,
    Weight,
    Whole,
    Word,
)
from aeosite.model.help import HELP


class TermEntry(Strict):
    """One word of a vocabulary."""

    key: Word = Field(title="词", description="the word records use")
    label: Pair = Field(title="页面用语", description="label on the page")
    one: Prose | None = Field(None, title="英文单数", description="English label for one, where the label is a plural")
    meaning: Pair = Field(title="一句话解释", description="one-line meaning")


class Vocabulary(RecordModel):
    """A closed list of words. The same list checks the records, feeds the JSON Schema and labels the pages."""

    folder = "terms"
    kind_name = Text("词表", "vocabulary")

    title: Pair = Field(title="词表名称", description="name of the vocabulary")
    terms: list[TermEntry] = Field(title="词", description="its words, in display order", min_length=1)


class Instrument(RecordModel, Sourced):
    """A legal document, or another document that records rest on."""

    folder = "instruments"
    kind_name = Text("文件", "instrument")

    type: InstrumentType = Field(title="文件类型", description="type of document")
    number: Pair = Field(title="文号或版本", description="number or edition, as cited")
    title: Pair = Field(title="标题", description="title")
    also_called: Pair | None = Field(None, title="常用的简称", description="what people also call it")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    issuer: Pair = Field(title="发布机关", description="issuer")
    issued: Maybe[PartialDate] = Field(title="发布日期", description="date of issue")
    in_force_from: Maybe[PartialDate] = Field(title="施行日期", description="in force from")
    valid_until: ExactDate | None = Field(None, title="有效期至（文件自定）", description="last day, where the document sets one")
    repealed_on: ExactDate | None = Field(None, title="废止日期", description="repealed on")
    unconfirmed_since: ExactDate | None = Field(
        None, title="自何日起是否仍适用未确认", description="from when it is not confirmed that it still applies"
    )
    repeals: list[InstrumentRef] = Field([], title="所废止的文件", description="instruments it repeals")
    url: Url | None = Field(None, title="官方网址", description="address on an official host")


class Total(Strict):
    """How many clauses a standard states it has."""

    general: Whole = Field(title="通用或单项条款数", description="clauses apart from additional ones")
    additional: Whole = Field(title="附加条款数", description="additional (bonus) clauses")


class Standard(RecordModel, Sourced):
    """One published table of criteria: whose it is, which instrument issued it, how many clauses it has."""

    folder = "standards"
    kind_name = Text("标准", "standard")

    title: Pair = Field(title="标准名称", description="name of the standard")
    instrument: InstrumentRef = Field(title="发布文件", description="instrument that issued it")
    annex: Maybe[Pair] = Field(title="附件", description="annex of the instrument")
    tier: Tier = Field(title="适用等级", description="tier it is for")
    enterprise_type: EnterpriseType = Field(title="适用企业类型", description="type of enterprise it is for")
    totals: Total = Field(title="条款总数", description="clauses it states it has")
    categories: list[Category] = Field(title="类别，按原文顺序", description="its categories, in its own order")
    official_numbers: Pair | None = Field(
        None, title="编号非官方时的说明", description="said where the clause numbers are ours, not official"
    )


class Clause(Strict):
    """One clause of a standard."""

    id: Id = Field(title="编号", description="identity: table and number")
    number: Code = Field(title="官方编号", description="number in the standard")
    text: Pair = Field(title="要求", description="what it asks, in plain words")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    options: Maybe[list[Result]] = Field(title="可评定的结果", description="results customs may give")
    enterprise_types: list[EnterpriseType] = Field([], title="只适用于", description="types it is limited to")
    counterpart: ClauseRef | None = Field(None, title="高级认证对应条款", description="same clause for the advanced tier")
    weight: Weight | None = Field(None, title="与对应条款相比", description="compared with the counterpart")
    difference: Pair | None = Field(None, title="差别", description="what differs from the counterpart")
    test: ClauseTest | None = Field(None, title="可计算的部分", description="the part that can be computed")
    hints: list[Pair] = Field([], title="可准备的证据（非官方）", description="evidence to prepare; not official")
    note: Pair | None = Field(None, title="说明", description="note for readers")


class CriteriaItem(Strict):
    """A numbered item: a heading over clauses."""

    number: Code = Field(title="项号", description="item number")
    title: Pair = Field(title="项名", description="item title")
    clauses: list[Clause] = Field(title="条款", description="its clauses, in order", min_length=1)


class CriteriaTable(RecordModel, Sourced):
    """One category of one standard."""

    folder = "criteria"
    kind_name = Text("认证标准表", "criteria table")

    standard: StandardRef = Field(title="所属标准", description="standard it belongs to")
    category: Category = Field(title="类别", description="its category")
    items: list[CriteriaItem] = Field(title="项", description="its items, in order", min_length=1)
    dropped: list[ClauseRef] = Field(
        [], title="高级认证有、本表不要求的条款", description="clauses of the advanced tier that this table does not ask"
    )


class Change(RecordModel, Sourced):
    """One topic on which the standard changed."""

    folder = "changes"
    kind_name = Text("标准变化", "change of the standard")

    order: Whole = Field(title="显示顺序", description="display order")
    topic: Pair = Field(title="主题", description="topic")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    old_standard: InstrumentRef = Field(title="原文件", description="instrument before")
    new_standard: InstrumentRef = Field(title="现行文件", description="instrument after")
    before: Pair = Field(title="原规定", description="rule before")
    after: Pair = Field(title="现规定", description="rule after")
    old_clauses: list[ClauseRef] = Field([], title="原条款", description="clauses before")
    new_clauses: list[ClauseRef] = Field([], title="现条款", description="clauses after")


class Measure(RecordModel, Sourced):
    """One facilitation measure."""

    folder = "measures"
    kind_name = Text("便利措施", "facilitation measure")

    title: Pair = Field(title="名称", description="title")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    summary: Pair = Field(title="一句话说明", description="one sentence")
    tiers: list[Tier] = Field(title="适用等级", description="tiers it is for", min_length=1)
    audiences: list[Audience] = Field(title="读者", description="audiences it matters to", min_length=1)
    enterprise_types: list[EnterpriseType] = Field(title="企业类型", description="types of enterprise", min_length=1)
    goods: Maybe[Annotated[list[Goods], Field(min_length=1)]] = Field(
        title="商品", description="goods it is about; any where it names none"
    )
    stage: Stage = Field(title="业务环节", description="stage of business")
    strength: Maybe[Strength] = Field(title="力度", description="how binding it is")
    basis: list[Basis] = Field(title="依据", description="what it rests on", min_length=1)
    effective: Maybe[PartialDate] = Field(title="起始日期", description="effective from")
    carry_over: CarryOver = Field(title="2026-04-01 以后是否延续", description="whether it is known to apply after 2026-04-01")
    conditions: list[Pair] = Field([], title="条件", description="conditions")
    how_to_use: Maybe[Pair] = Field(title="怎样使用", description="how to use it")
    how_to_verify: Maybe[Pair] = Field(title="怎样确认已享受", description="how to see that you got it")
    related: list[MeasureRef] = Field([], title="相关措施", description="related measures")
    merged: Pair | None = Field(None, title="合并说明", description="what was merged into this record")
    narrows: MeasureRef | None = Field(
        None, title="关区收窄的全国措施", description="national measure that a district narrows with conditions of its own"
    )


class CodeIn(Strict):
    """The code of a partner's AEO, as declared to China Customs."""

    pattern: Pattern = Field(title="整体须符合的样式", description="pattern the whole code must match")
    description: Pair = Field(title="写法", description="form in words")
    example: Code = Field(title="示例", description="example")
    evidence: Evidence = Field(title="依据程度", description="how well it is supported")
    note: Pair | None = Field(None, title="说明", description="note for readers")


class CodeOut(Strict):
    """What a Chinese AEO hands to its partner abroad."""

    form: Pair = Field(title="交给对方的内容", description="what is handed over")
    prefix: Code | None = Field(None, title="10 位海关编码前的字母", description="letters before the 10-digit customs code")
    code_for: Pair | None = Field(
        None, title="编码只用于（如公路运输）", description="what the code is for, where not for all goods"
    )
    details: list[CompanyDetail] = Field(
        [], title="一并交给对方的企业信息", description="company details the partner needs as well"
    )
    handed_to: Maybe[Pair] = Field(title="交给谁", description="handed to whom")
    entered: Maybe[Pair] = Field(title="对方填在哪里", description="where they enter it")
    evidence: Evidence = Field(title="依据程度", description="how well it is supported")


class Partner(RecordModel, Sourced):
    """One mutual-recognition partner."""

    folder = "partners"
    kind_name = Text("互认伙伴", "mutual-recognition partner")

    code: Code = Field(title="ISO 3166-1 两位代码，或 EU", description="ISO 3166-1 alpha-2 code, or EU")
    name: Pair = Field(title="名称", description="name")
    name_reason: Pair | None = Field(None, title="名称与通用译名不同的理由", description="why the name differs from CLDR")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    region: Region = Field(title="地区", description="region")
    pilot: Pair | None = Field(None, title="试点说明（不计入互认数）", description="said where it is a pilot, not counted")
    members: list[Code] = Field([], title="成员代码", description="members, for a union")
    programme: Maybe[Pair] = Field(title="对方 AEO 制度名称", description="name of its AEO programme")
    recognised: Maybe[Pair] = Field(title="被承认的等级或类型", description="tiers or types that are recognised")
    signed: Maybe[PartialDate] = Field(title="签署日期", description="signed")
    in_force_from: Maybe[PartialDate] = Field(title="实施日期", description="in force from")
    in_force_by: ExactDate | None = Field(
        None, title="某日的名单已列为实施（起始日不详时）", description="listed as in force on, where the start is unknown"
    )
    announcement: Maybe[InstrumentRef] = Field(title="实施公告", description="announcement that put it in force")
    direction: Maybe[Direction] = Field(title="覆盖方向", description="flow of goods covered")
    code_in: Maybe[CodeIn] = Field(title="对方编码（向中国海关申报）", description="its code, as declared to China Customs")
    code_out: Maybe[CodeOut] = Field(title="中国 AEO 交给对方的编码", description="what the Chinese AEO hands over")
    benefits: Maybe[list[Benefit]] = Field(title="便利", description="benefits")


MODELS: tuple[type[RecordModel], ...] = (
    Vocabulary,
    Instrument,
    Standard,
    CriteriaTable,
    Figure,
    Change,
    Measure,
    Partner,
    *HELP,
)
"""Every kind of record, in the order a reader of the reference meets them."""
