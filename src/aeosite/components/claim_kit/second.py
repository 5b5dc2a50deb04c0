"""What the claim kit should find in a code, written from the rules of Announcement 2018 No. 131 and not from the script.

A code is the country or region code and the enterprise code, keyed in half-width capitals and digits without blanks, without the
letters AEO in front and without angle brackets. Only slips of keying are put right; what is missing is never made up.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

Found = dict[str, Any]

BLANKS = frozenset(
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    "\ufeff\u00ad\u200b\u200c\u200d\u2060"
)
"""What shows as nothing or as a gap."""
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
ALIKE = {"O": "0", "0": "O", "I": "1", "1": "I"}
"""Characters that are taken for each other."""
OPENING, CLOSING = "<＜《〈", ">＞》〉"
ALPHABET = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LONGEST = 60


def check_code(typed: str, partner: Mapping[str, Any], owners: Mapping[str, str]) -> Found:
    """Return the verdict on a partner's code, its faults in order, and the corrected code where that is certain."""
    if partner["status"] in ("signed", "planned"):
        return found("not-in-force")
    if all(char in BLANKS for char in typed):
        return found("empty")
    code, faults = keyed(typed)
    if faults and faults[-1] == {"key": "several"}:
        return found("invalid", faults)
    prefixes = tuple(partner["starts"])
    if code.startswith(tuple(f"AEO{prefix}" for prefix in prefixes)):
        code = code[3:]
        faults = [*faults, {"key": "aeo-letters"}]
    if odd := first_strange(code):
        return found("invalid", [*faults, {"key": "character", "char": odd}])
    if not code.startswith(prefixes):
        return without_prefix(code, typed, faults, partner, owners)
    return judged(code, typed, faults, partner)


def without_prefix(code: str, typed: str, faults: list[Found], partner: Mapping[str, Any], owners: Mapping[str, str]) -> Found:
    """Judge a code that does not begin with the country or region code it should begin with."""
    behind = code.removeprefix("AEO")
    if behind[:2] == "CN":
        return found("invalid", [*faults, {"key": "own-code"}])
    whole = partner["starts"][0] + code
    plain = partner["sure"] and (code[:1].isdigit() or more_than_a_prefix(whole, literal_start(partner["pattern"])))
    if plain and re.fullmatch(partner["pattern"], whole):
        return judged(whole, typed, [*faults, {"key": "no-prefix"}], partner)
    if behind[:2] in owners:
        return found("invalid", [*faults, {"key": "other-partner", "owner": owners[behind[:2]]}])
    more = [misfit(whole, partner["pattern"])] if plain else []
    return found("invalid", [*faults, {"key": "no-prefix"}, *more])


def judged(code: str, typed: str, faults: list[Found], partner: Mapping[str, Any]) -> Found:
    """Judge a code that begins as it should."""
    corrected = None if code == typed else code
    if partner["pattern"] is None:
        start = max(len(one) for one in partner["starts"] if code.startswith(one))
        return found("unchecked", [*faults, *([{"key": "alike"}] if set(code[start:]) & {"O", "I"} else [])], corrected)
    if not re.fullmatch(partner["pattern"], code):
        return found("invalid" if partner["sure"] else "differs", [*faults, misfit(code, partner["pattern"])])
    verdict = "unsure" if not partner["sure"] else "corrected" if faults else "valid"
    return found(verdict, [*faults, *([{"key": "alike"}] if has_alike(code, partner["pattern"]) else [])], corrected)


def has_alike(code: str, pattern: str) -> bool:
    """Whether a code that fits has a letter O or I where the digit could stand as well."""
    return any(
        char in "OI" and re.fullmatch(pattern, code[:at] + ALIKE[char] + code[at + 1 :]) is not None
        for at, char in enumerate(code)
    )


def own_code(typed: str, partner: Mapping[str, Any]) -> Found:
    """Return the verdict on one's own customs code, and the string to hand over where its form for the partner is known."""
    if partner["status"] in ("signed", "planned"):
        return {**found("not-in-force"), "handed": None}
    if all(char in BLANKS for char in typed):
        return {**found("empty"), "handed": None}
    code, faults = keyed(typed)
    short = re.sub(r"\A(?:AEOCN|CN)", "", code)
    if short != code:
        faults = [*faults, {"key": "has-prefix"}]
    several = {"key": "several"} in faults
    wrong = [] if several else own_wrong(short)
    if several or wrong:
        return {**found("invalid", [*faults, *wrong]), "handed": None}
    if not short.isdigit():
        faults = [*faults, {"key": "letters"}, *([{"key": "alike"}] if set(short) & {"O", "I"} else [])]
    changed = None if short == typed else short
    verdict = "unstated" if partner["prefix"] is None else "corrected" if changed else "valid"
    return {**found(verdict, faults, changed), "handed": None if partner["prefix"] is None else partner["prefix"] + short}


def own_wrong(code: str) -> list[Found]:
    """Return why a text is not a customs code of ten places."""
    if odd := first_strange(code):
        return [{"key": "character", "char": odd}]
    match len(code):
        case 10:
            return []
        case 18:
            return [{"key": "credit-code"}]
        case places if places < 10:
            return [{"key": "too-short", "n": 10 - places}]
        case places:
            return [{"key": "too-long", "n": places - 10}]


def letter(paragraphs: list[tuple[str, str]], tags: list[str], values: Mapping[str, str]) -> str:
    """Return the letter: the paragraphs whose condition holds, with lines to write on for what is empty."""
    kept = [
        text
        for condition, text in paragraphs
        if all((word.lstrip("!") in tags) != word.startswith("!") for word in condition.split())
    ]
    return re.sub(r"\{(\w+)\}", lambda part: values[part[1]] or "_" * 10, "\n\n".join(kept))


def keyed(typed: str) -> tuple[str, list[Found]]:
    """Return a code as it would be keyed, and which slips that put right."""
    parts = list(bracketed(typed))
    if len(parts) > 1:
        text, style = typed, ["several"]
    elif parts:
        (start, end, text), style = parts[0], ["old-style"]
        if any(char not in BLANKS for char in typed[:start] + typed[end:]):
            style.append("remarks")
    else:
        text, style = typed, []
    narrow = "".join(map(half_width, text))
    slips = {
        "full-width": narrow != text,
        "blank": any(char in BLANKS for char in text),
        "dash": any(char in DASHES for char in narrow),
        "lower-case": bool(re.search("[a-z]", narrow)),
    }
    code = re.sub("[a-z]+", lambda part: part[0].upper(), "".join(char for char in narrow if char not in BLANKS | DASHES))
    return code, [{"key": key} for key in [*(slip for slip, made in slips.items() if made), *style]]


def bracketed(typed: str) -> Iterator[tuple[int, int, str]]:
    """Yield each text in brackets: where it starts, with the letters AEO in front of it, where it ends, and what is inside."""
    opened, last = None, 0
    for place, char in enumerate(typed):
        if char in OPENING:
            opened = place
        elif char in CLOSING:
            if opened is not None and place > opened + 1:
                before = "".join(map(half_width, typed[last:opened]))
                yield last + letters_before(before), place + 1, typed[opened + 1 : place]
                last = place + 1
            opened = None


def letters_before(text: str) -> int:
    """Return where the letters AEO, with or without blanks, start at the end of a text; its end where they do not."""
    rest = "".join(" " if char in BLANKS else char for char in text).upper()
    for letter_ in "OEA":
        rest = rest.rstrip(" ")
        if not rest.endswith(letter_):
            return len(text)
        rest = rest[:-1]
    return len(rest)


def more_than_a_prefix(code: str, literal: str) -> bool:
    """Whether a code starts with the letters its pattern fixes, where those are more than the country or region code."""
    return len(literal) > 2 and code[: len(literal)] == literal


def half_width(char: str) -> str:
    """Return a full-width letter, digit or sign as it is on a keyboard."""
    return unicodedata.normalize("NFKC", char) if unicodedata.east_asian_width(char) == "F" and "！" <= char <= "～" else char


def first_strange(code: str) -> str | None:
    """Return the first character that no code has."""
    return next((char for char in code if char not in ALPHABET), None)


def literal_start(pattern: str) -> str:
    """Return the letters every code of a pattern begins with."""
    return re.split(r"[\[{]", pattern)[0]


def lengths(pattern: str) -> list[int]:
    """Return how long a code may be."""
    return [n for n in range(1, LONGEST) if sample(pattern, n)]


def sample(pattern: str, length: int) -> str | None:
    """Return one code of a length, or None: found place by place among endings that fit, so only for the short patterns in use."""
    start = literal_start(pattern)
    for middle in ("", "F"):
        text = (start + middle).ljust(length, "1")
        if len(text) == length and re.fullmatch(pattern, text):
            return text
    return None


def misfit(code: str, pattern: str) -> Found:
    """Return what keeps a code from fitting: its length, or else the first character that could not stand at its place."""
    allowed = lengths(pattern)
    if len(code) < allowed[0]:
        return {"key": "too-short", "n": allowed[0] - len(code)}
    if len(code) > allowed[-1]:
        return {"key": "too-long", "n": len(code) - allowed[-1]}
    right = sample(pattern, len(code)) or ""

    def fits(at: int, char: str) -> bool:
        return re.fullmatch(pattern, right[:at] + char + right[at + 1 :]) is not None

    at = next(at for at, char in enumerate(code) if not fits(at, char))
    other = ALIKE.get(code[at])
    if other and fits(at, other):
        return {"key": "look-alike", "at": at + 1, "char": code[at], "other": other}
    return {"key": "kind", "at": at + 1}


def found(verdict: str, faults: list[Found] | None = None, corrected: str | None = None) -> Found:
    """Return a result."""
    return {"verdict": verdict, "faults": faults or [], "corrected": corrected}
