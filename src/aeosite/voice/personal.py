"""Takes out of a text what says who wrote it: names, telephones, addresses, numbers of persons and companies. Rather too much than too little."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aeosite.basics.language import Text
from aeosite.voice.decoding import narrow, tidy

KINDS: Mapping[str, Text] = {
    "contact": Text("联系方式", "contact"),
    "name": Text("姓名", "name"),
    "signature": Text("落款", "signature"),
    "email": Text("邮箱", "e-mail"),
    "phone": Text("电话", "phone"),
    "account": Text("账号", "account"),
    "address": Text("地址", "address"),
    "company": Text("企业名称", "company"),
    "number": Text("证件或企业号码", "number of a person or company"),
    "plate": Text("车牌", "plate"),
    "query": Text("网址参数", "part of a web address"),
}
"""What may be taken out, and how it is called."""

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎阮"
    "薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
    "盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
)
_DOUBLE = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|夏侯|南宫"
_SURNAME = f"(?:{_DOUBLE}|[{_SURNAMES}])"
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_NAME = rf"{_SURNAME}[ ·]?[{_HAN}](?:[ ·]?[{_HAN}])?"
_END = r"(?=[\s，,。.;；!！?？、:：()（）〔【/|]|$|\d|的|电话|手机|联系|邮箱)"
_NOT_NAMES = r"(?!谢谢|高级|高认|任何|应当|应该|全部|全国|安全|成为|成本|和海|和企|连续|解释|解决|简单|古代|文件|方便|方法|关于|关务|关税|关区|商品|商业|单位|单证|单一|边境|华南|华东|华北|江苏|安徽|宁波|广东|石油|金属|温度|管理|包装|包括|连锁|车辆|项目|申请|申报|施行|向海|许可|时间|程序|平台|于是|章程|从)"
_CAPITAL = r"[A-Z][A-Za-z'’-]+"
_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"

_LABELS_OF_NAMES = (
    "联系人姓名|姓名|联系人|联络人|经办人|法定代表人|法人代表|收件人|发件人|抄送人?|署名|签名|落款|称呼|报关员|来电人|反映人|"
    "full name|your name|contact person|contact name|signed by|sender|name"
)
_LABELS_OF_NUMBERS = (
    "身份证件?号?码?|证件号码?|护照号?码?|许可证号?码?|执照号?码?|营业执照号?码?|注册号|登记号|海关注册?编码|海关编码|企业编码|AEO编码|报关单号|统一社会信用代码|"
    "信用代码|组织机构代码|税务登记号|纳税人识别号|银行账号|银行卡号|账号|卡号|工单号|"
    r"licen[cs]e(?: plate)? ?(?:no\.?|number)?|passport ?(?:no\.?|number)?|id(?: card)? ?(?:no\.?|number)|customs (?:registration )?code|aeo code|"
    r"credit code|tax id|account ?(?:no\.?|number)|registration ?(?:no\.?|number)"
)

_SIGN_OFF = (
    r"此致|敬礼|顺颂商祺|顺祝商祺|祝好|祝工作顺利|best(?: regards| wishes)?|(?:kind|warm)(?:est)? regards|regards|yours(?: sincerely| faithfully| truly)?|"
    r"sincerely(?: yours)?|many thanks|thanks(?: and regards| in advance)?|thank you|cheers|br|谢谢|多谢|感谢"
)


@dataclass(frozen=True, slots=True)
class Clean:
    """A text without personal data, and how many pieces of each kind were taken out."""

    text: str
    dropped: Mapping[str, int]


def marker(kind: str) -> str:
    """Return what stands in a text where a piece was taken out."""
    return f"〔{KINDS[kind].zh} {KINDS[kind].en}〕"


def cleaned(text: str) -> Clean:
    """Return a text without personal data. The same text comes out, whoever's data stood in it; cleaning it again changes nothing.

    Args:
        text: what a reader wrote.
    """
    dropped: Counter[str] = Counter()
    clean = narrow(tidy(text))
    for kind, pattern, keep in _STEPS:
        if _may_hold(pattern, clean):
            clean = pattern.sub(_taking(kind, keep, dropped), clean)
    clean = _NUMBERS.sub(_number(dropped), clean)
    return Clean(tidy(clean), dict(sorted(dropped.items())))


def _may_hold(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text has a sign without which a pattern cannot be found in it: most texts have none, and looking for signs is quick."""
    signs = _SIGNS.get(pattern.pattern)
    return signs is None or signs.search(text) is not None


def _taking(kind: str, keep: str, dropped: Counter[str]) -> Callable[[re.Match[str]], str]:
    def take(found: re.Match[str]) -> str:
        dropped[kind] += 1
        return f"{found[keep] if keep else ''}{marker(kind)}"

    return take


def _labelled(labels: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<keep>(?<![A-Za-z])(?:{labels})[^\S\n]*(?:是|为|is)?[^\S\n]*[:：#]\s?)(?!\s*〔)(?:{value})", re.I)


_STEPS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("query", re.compile(r"(?P<keep>https?://[^\s?#<>]+)\?[^\s#<>]+", re.I), "keep"),
    ("signature", re.compile(r"\n-- ?\n.*\Z", re.S), ""),
    (
        "signature",
        re.compile(
            rf"(?P<keep>(?:\A|\n)[^\S\n]*(?:{_SIGN_OFF})[^\S\n]*[,，.。!！:：]*)[^\S\n]*\n(?!〔)(?:[^\n]{{1,60}}(?:\n+|\Z)){{1,8}}\Z",
            re.I,
        ),
        "keep",
    ),
    ("signature", re.compile(r"(?m)^[^\S\n]*(?:——+|--+|—)[^\S\n]*[^\s〔-][^\n〔]{1,30}$"), ""),
    (
        "name",
        re.compile(
            r"(?m)^(?P<keep>[^\S\n]*(?:From|To|Cc|Bcc|Reply-To|发件人|收件人|抄送|密送)[^\S\n]*[:：])(?!\s*〔)[^\S\n]*[^\n]+"
        ),
        "keep",
    ),
    (
        "email",
        re.compile(
            r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]{1,120} ?(?:@|[(\[]at[)\]]) ?[A-Za-z0-9-]+(?: ?(?:\.|[(\[]dot[)\]]) ?[A-Za-z0-9-]+)+",
            re.I,
        ),
        "",
    ),
    ("email", re.compile(r"(?<![A-Za-z0-9._-])[A-Za-z0-9._-]{1,120} at [A-Za-z0-9-]+(?: dot [A-Za-z0-9-]+)+", re.I), ""),
    ("email", re.compile(r"[^\s@，。；：,;:<>()（）]{1,64}@[^\s@，。；：,;:<>()（）]+"), ""),
    (
        "account",
        re.compile(
            r"(?P<keep>(?:微信号?|wechat(?: id)?|QQ号?|钉钉号?|whatsapp|skype|telegram|line id|抖音号|微博)[^\S\n]*(?:[:：是为#]|号是|号为)?[^\S\n]*)"
            r"[@+]?[A-Za-z0-9_][A-Za-z0-9_.+-]{4,}",
            re.I,
        ),
        "keep",
    ),
    ("address", _labelled("通讯地址|通信地址|收件地址|联系地址|办公地址|注册地址|地址|住址|address", r"[^\n。；;]+"), "keep"),
    ("company", _labelled("公司名称|企业名称|单位名称|工作单位|公司|单位|company(?: name)?", r"[^\n，。；;,]+"), "keep"),
    (
        "number",
        re.compile(r"(?<![A-Za-z0-9])[159NY][1239](?:[ -]?\d){6}(?:[ -]?[0-9A-HJ-NPQRTUWXY]){10}(?![A-Za-z0-9])", re.I),
        "",
    ),
    ("number", _labelled(_LABELS_OF_NUMBERS, r"[\w京津沪渝-][\w·()（）/-]{3,}(?: ?[\w-]{3,}\d)*"), "keep"),
    (
        "number",
        re.compile(
            rf"(?P<keep>(?:{_LABELS_OF_NUMBERS})[^\S\n]*(?:是|为|is)?[^\S\n]*)(?=[^\s，。]*\d)[A-Z0-9][A-Z0-9-]{{4,}}", re.I
        ),
        "keep",
    ),
    ("name", _labelled(_LABELS_OF_NAMES, r"[^\n，。；;,、|]{1,24}"), "keep"),
    (
        "name",
        re.compile(
            rf"(?P<keep>(?:姓名|联系人|联络人|经办人|负责人|申请人)[^\S\n]*(?:是|为|[:：])?[^\S\n]*){_NOT_NAMES}{_NAME}{_END}"
        ),
        "keep",
    ),
    (
        "name",
        re.compile(
            rf"(?P<keep>(?:本人|我)(?:是|叫|姓|名叫|的名字[是叫])(?:[^，。；\n〔]{{0,40}}的)?[^\S\n]*){_NOT_NAMES}{_NAME}{_END}"
        ),
        "keep",
    ),
    ("name", re.compile(rf"(?P<keep>(?:本人|我)(?:叫|名叫|的名字[是叫]))[^\S\n]*[{_HAN}]{{2,4}}{_END}"), "keep"),
    ("name", re.compile(rf"(?P<keep>我姓){_SURNAME}"), "keep"),
    (
        "name",
        re.compile(
            rf"(?:(?<![{_HAN}])|(?<=[是找问请转交和与由向给跟叫的了对：]))(?!高级|关长|任何|师傅|单位|企业){_SURNAME}[{_HAN}]{{0,2}}?"
            r"(?:先生|女士|小姐|老师|经理|总监|主任|科长|处长|关长|师傅|同志|总(?=[，。,\s]))"
        ),
        "",
    ),
    ("name", re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Mx)\b\.? ?{_CAPITAL}(?: {_CAPITAL})?"), ""),
    ("name", re.compile(rf"(?P<keep>\b(?i:my name is|my name's|i am called) ){_CAPITAL}(?: [A-Z][A-Za-z.'’-]*){{0,3}}"), "keep"),
    ("name", re.compile(rf"(?P<keep>\b(?:This is|I am|I'm|I’m) ){_CAPITAL}(?: [A-Z][A-Za-z.'’-]*){{1,3}}"), "keep"),
    (
        "company",
        re.compile(
            rf"[{_HAN}A-Za-z0-9（）()·]{{2,30}}?(?:股份有限公司|有限责任公司|有限公司|集团公司|股份公司|合伙企业|报关行)"
            rf"|(?<![\w&.'’-])(?:[A-Z][\w&.'’-]{{0,40}},? ){{1,6}}(?:Co\.?,? ?(?:Ltd|Limited)|Ltd|Limited|Inc|LLC|LLP|GmbH|Corp(?:oration)?|S\.?A|B\.?V|PLC|Pte)\b\.?(?:,? Ltd\.?)?"
        ),
        "",
    ),
    (
        "address",
        re.compile(
            rf"(?:[{_HAN}]{{2,8}}(?:省|自治区))?(?:[{_HAN}]{{2,6}}市)?(?:[{_HAN}]{{2,6}}(?:区|县|旗))?[{_HAN}]{{1,8}}(?:路|街|大道|道|巷|弄|胡同|村|镇|里)[{_HAN}]?"
            rf"[0-9零一二三四五六七八九十百]{{1,6}}(?:号院?|弄)(?:[{_HAN}]{{0,8}}[A-Za-z]?\d{{0,4}}(?:号楼|栋|幢|座|单元|层|楼|室))*(?:[A-Z]?\d{{2,5}}(?:室|房)?)?"
        ),
        "",
    ),
    (
        "address",
        re.compile(
            rf"[{_HAN}]{{2,12}}(?:小区|花园|大厦|广场|工业园|科技园|家园|公寓|新村)[A-Za-z]?\d{{1,4}}[^\s，。；,;]{{0,15}}"
        ),
        "",
    ),
    (
        "address",
        re.compile(
            r"(?:(?:Room|Suite|Unit|Flat|Floor|Apt\.?) [\w-]+,? )?\b(?:No\.? ?)?\d{1,5}[A-Za-z]?,? (?:[A-Z][\w.'’-]* ){1,5}"
            r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Boulevard|Blvd|Drive|Highway|Square|Court)\b\.?(?:,? (?:[A-Z][a-z]+ ?){1,2}){0,3}"
        ),
        "",
    ),
    ("plate", re.compile(rf"[{_PLATES}][A-Z][ ·.-]?[A-Z0-9]{{4,6}}[挂学警港澳]?(?![A-Za-z0-9])"), ""),
    (
        "name",
        re.compile(rf"\n[^\S\n]*(?!谢谢|高级){_SURNAME} ?[{_HAN}] ?[{_HAN}]?[^\S\n]*(?:\n[^\S\n]*[\d年月日./ -]{{6,14}})?\Z"),
        "",
    ),
)
"""What is looked for, in this order: kind, pattern, and the group that stays in the text."""

_SIGNS = {
    pattern.pattern: signs
    for kind, pattern, _ in _STEPS
    if (
        signs := {
            "email": re.compile(r"[@)\]]|dot", re.I),
            "account": re.compile("[微QqWwSsTt钉抖]|line", re.I),
            "address": re.compile("[址号弄]|[a-zA-Z]|[园厦场区寓村]"),
            "number": re.compile("[号码]|[a-zA-Z]"),
            "company": re.compile("公司|单位|企业|报关行|[A-Za-z]"),
        }.get(kind)
    )
}
"""Signs of which one at least stands in whatever a pattern finds, by pattern."""

_NUMBERS = re.compile(
    r"(?P<official>https?://(?:[a-z0-9-]+\.)*(?:gov\.cn|wcoomd\.org|singlewindow\.cn)(?![\w.-])(?:/[\w./%-]*)?)"
    r"|(?P<kept>"
    r"(?<!\d)(?:19|20)\d{2}(?:[-/.年] ?)(?:1[0-2]|0?[1-9])(?:[-/.月] ?)(?:3[01]|[12]\d|0?[1-9])日?(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(?:12360|12345|12315)(?!\d)"
    r"|(?:税则?号列?|商品编码|HS ?编码|HS ?code|HS|tariff (?:code|heading))[:：\s为是]{0,3}\d{4}[\d.]{0,9}(?!\d)"
    r"|\b(?:ISO|IEC|GB)(?:/[A-Z]+)* ?\d{3,6}(?:[-:]\d{4})?(?!\d)"
    r"|(?:[¥￥$€]|RMB|CNY|USD|EUR) ?\d[\d,.]{0,14}(?!\d)"
    r"|(?<![\dA-Za-z+])\d{1,12}(?:\.\d+)? ?(?:亿|万|千|百)?(?:元|美元|欧元|人民币|RMB|CNY|USD|EUR)"
    r"|(?<![\d.])\d{1,6}\.\d+(?![\d.]| \d)"
    r")"
    r"|(?P<number>(?<![A-Za-z0-9])[+(]?(?:[A-Za-z]{1,6}[ -]?)?\d(?:[\s()·.*_~–—-]{0,3}\d|[A-Za-z]{1,2}\d){5,}(?:[A-Za-z0-9]*[A-Za-z0-9])?)"
    r"|(?P<mixed>(?<![A-Za-z0-9-])(?=(?:[A-Za-z][A-Za-z-]{0,8})?\d?(?:[A-Za-z-]{0,8}\d){5})[A-Za-z0-9][A-Za-z0-9-]{8,30}(?![A-Za-z0-9]))"
    r"|(?P<han>[零〇一二三四五六七八九幺两](?:[\s-]?[零〇一二三四五六七八九幺两]){6,})",
    re.I,
)
_YEARS = re.compile(r"(?:19|20)\d{2}(?:\D+(?:19|20)\d{2})*")
_MOBILE = re.compile(r"(?:0{0,2}86)?1[3-9]\d{9}")
_PERSON = re.compile(r"\d{17}[\dXx]|\d{15}")


def _number(dropped: Counter[str]) -> Callable[[re.Match[str]], str]:
    def take(found: re.Match[str]) -> str:
        text = found.group()
        if found["official"] or (found["kept"] and not _MOBILE.search(re.sub(r"\D", "", text))):
            return text
        if found["number"] and (
            _YEARS.fullmatch(text.strip()) or (len(re.sub(r"\D", "", text)) < 7 and "\n" not in text and not text.isalnum())
        ):
            return text
        kind = "phone" if found["han"] else _kind(text)
        dropped[kind] += 1
        return marker(kind)

    return take


def _kind(text: str) -> str:
    bare = re.sub(r"[^0-9A-Za-z]", "", text)
    if _MOBILE.fullmatch(bare) or text.startswith(("+", "(0", "0", "400", "800")):
        return "phone"
    if _PERSON.fullmatch(bare) or not bare.isdigit() or len(bare) > 9:
        return "number"
    return "phone"
