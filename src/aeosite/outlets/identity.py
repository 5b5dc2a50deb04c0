"""Names that last: what feed readers and calendars know a thing by, whatever address the guide is published at."""

from uuid import UUID, uuid5

_GUIDE = UUID("6f3b6a52-4a0f-5d0c-9a57-2f9e0b6c1d84")
"""What all our names are made in. It must never change: readers would be shown everything again as new."""


def lasting(*parts: str) -> str:
    """Return the name of a thing as a UUID (RFC 9562, version 5), always the same for the same parts."""
    return str(uuid5(_GUIDE, "/".join(parts)))
