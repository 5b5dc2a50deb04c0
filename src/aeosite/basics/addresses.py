"""Addresses in content: what a person reads is where a browser goes, or they are refused."""

import re
from urllib.parse import SplitResult, urlsplit

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\"<>^`{|}\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
"""Characters that no address holds as it is: browsers drop, turn or encode them, and people do not see them."""

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I)
_CALL = re.compile(r"tel:\+?[0-9-]+|mailto:[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\?subject=(?:(?!%0[ad])[^&?#])*)?", re.I)


def split(address: str) -> SplitResult | None:
    """Return an address in its parts; None where it cannot be taken apart."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname, parts.port  # which are looked at only when asked for
    except ValueError:
        return None
    return parts


def host_of(address: str) -> str:
    """Return the host of an address; nothing where it has none, or cannot be taken apart."""
    parts = split(address)
    return parts.hostname or "" if parts else ""


def is_readable(address: str) -> bool:
    """Whether an address holds no character that a browser reads otherwise than a person."""
    return not _UNSAFE.search(address)


def is_plain(address: str) -> bool:
    """Whether this is a whole web address that a browser opens where a person thinks: a host in plain letters, no user, no port."""
    parts = split(address)
    if parts is None or not is_readable(address) or parts.scheme not in ("http", "https"):
        return False
    return bool(_HOST.fullmatch(parts.netloc))


def is_call(address: str) -> bool:
    """Whether this is a telephone number, or one mail address with no more than a subject."""
    return _CALL.fullmatch(address) is not None
