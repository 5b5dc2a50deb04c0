"""Content on a date: what picks and data functions may ask. The guide is more than that: it also knows where everything is shown."""

from dataclasses import dataclass
from datetime import date

from aeosite.read.content import Content


@dataclass(frozen=True)
class Dated:
    """Content as of a date. ``as_of`` is the date of the edition unless asked otherwise."""

    content: Content
    as_of: date
