"""Dates as readers of each language write them."""

from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton

from aeosite.basics.language import Language
from aeosite.basics.phrases import Phrases
from aeosite.model.fields import PartialDate

_LOCALES = {"zh": "zh_CN", "en": "en_GB"}


@cache
def _locale(language: Language) -> Locale:
    """Return the locale of a language; reading one takes longer than writing a hundred dates."""
    return Locale.parse(_LOCALES.get(language, language))


def show_date(when: date | PartialDate | None, phrases: Phrases) -> str:
    """Return ``2013年3月15日`` or ``15 March 2013``, to the precision known; None is shown as not confirmed."""
    if when is None:
        return phrases.gettext("未确认")
    locale = _locale(phrases.language)
    if isinstance(when, date):
        return format_date(when, "long", locale=locale)
    shown = _known_part(when, locale)
    return phrases.gettext("不晚于%(date)s", date=shown) if when.by else shown


def _known_part(when: PartialDate, locale: Locale) -> str:
    first = date(when.year, when.month or 1, when.day or 1)
    if when.day:
        return format_date(first, "long", locale=locale)
    if when.month:
        return format_skeleton("yMMMM", first, locale=locale)
    return format_skeleton("y", first, locale=locale)
