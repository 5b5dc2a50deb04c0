"""Dates as readers of each language write them."""

from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton

from aeosite.basics.language import UNKNOWN, Language
from aeosite.model.fields import PartialDate

_LOCALES = {"zh": "zh_CN", "en": "en_GB"}


@cache
def _locale(language: Language) -> Locale:
    """Return the locale of a language; reading one takes longer than writing a hundred dates."""
    return Locale.parse(_LOCALES[language])


def show_date(when: date | PartialDate | None, language: Language) -> str:
    """Return ``2013年3月15日`` or ``15 March 2013``, to the precision known; None is shown as not confirmed."""
    if when is None:
        return UNKNOWN.in_(language)
    if isinstance(when, date):
        return format_date(when, "long", locale=_locale(language))
    shown = _known_part(when, language)
    if not when.by:
        return shown
    return f"不晚于{shown}" if language == "zh" else f"by {shown}"


def _known_part(when: PartialDate, language: Language) -> str:
    first = date(when.year, when.month or 1, when.day or 1)
    if when.day:
        return format_date(first, "long", locale=_locale(language))
    if when.month:
        return format_skeleton("yMMMM", first, locale=_locale(language))
    return f"{when.year}年" if language == "zh" else str(when.year)
