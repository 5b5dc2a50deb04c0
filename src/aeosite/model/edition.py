"""What a customs district says of itself in its edition of the guide."""

from pydantic import Field

from aeosite.basics.language import Text
from aeosite.model.base import RecordModel, Sourced
from aeosite.model.fields import Code, InstrumentRef, Maybe, Pair, Strict, Url


class ContactPoint(Strict):
    """A place or a line where the district answers enterprises."""

    name: Pair = Field(title="名称", description="name")
    phone: Maybe[Code] = Field(title="电话", description="phone number")
    address: Maybe[Pair] = Field(title="地址", description="address")
    hours: Maybe[Pair] = Field(title="时间", description="hours")
    way: Maybe[Pair] = Field(title="怎样去（文字）", description="directions in words")
    source: InstrumentRef | None = Field(None, title="依据的文件", description="document it is taken from")


class House(Strict):
    """A customs house of the district."""

    name: Pair = Field(title="名称", description="name")
    area: Maybe[Pair] = Field(title="管辖地区", description="area it looks after")
    does: Maybe[Pair] = Field(title="办什么", description="what it does")
    phone: Maybe[Code] = Field(title="电话", description="phone number")


class Slots(Strict):
    """What the district says at the places that national pages keep for it."""

    contact: Pair | None = Field(None, title="联系谁", description="whom to contact")
    apply: Pair | None = Field(None, title="在这里怎样申请", description="how to apply here")
    ask: Pair | None = Field(None, title="有问题问谁", description="whom to ask")


class Edition(Sourced, RecordModel):
    """The edition of a customs district: its name, where it is reached, what comes first."""

    folder = "local"
    kind_name = Text("关区版", "district edition")

    name: Pair = Field(title="关区名称", description="name of the district")
    contacts: list[ContactPoint] = Field([], title="联系点", description="contact points")
    houses: list[House] = Field([], title="隶属海关", description="customs houses")
    mail: Maybe[Code] = Field(title="电子邮箱", description="e-mail address")
    form: Maybe[Url] = Field(title="网上留言的地址", description="address of a form")
    first: list[Code] = Field([], title="先看哪些全国页面", description="national pages to put first")
    slots: Slots = Field(
        Slots(), title="全国页面上留给关区的位置", description="places that national pages keep for the district"
    )
