"""What a page says to a reader of the offline copy where the website says something else.

A template writes both: ``<!--online-->`` what the website says ``<!--offline`` what the copy says ``-->``. On the website the second is a
comment, so a page is whole without having been packed; packing puts it in the place of the first.
"""

import re

_BOTH = re.compile(rb"<!--online-->.*?<!--offline(.*?)-->", re.S)


def as_offline(page: bytes) -> bytes:
    """Return the HTML of a page as it stands in the offline copy."""
    return _BOTH.sub(lambda found: found[1], page)
