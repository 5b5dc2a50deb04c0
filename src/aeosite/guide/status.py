"""What depends on a date is derived here, never typed: whether a document is in force, a measure current, an arrangement running."""

from collections.abc import Iterable
from datetime import date

from aeosite.model.records import Instrument, Measure, Partner
from aeosite.read.content import Content

INSTRUMENT_STATUSES = ("not-yet", "issued", "in-force", "unconfirmed", "expired", "repealed")
PARTNER_STATUSES = ("in-force", "signed", "pilot", "planned")
MEASURE_STATES = ("applies", "unconfirmed", "not-yet", "ended")


def instrument_status(instrument: Instrument, as_of: date) -> str:
    """Return the word of ``instrument-statuses`` for a document on a date."""
    if instrument.repealed_on and instrument.repealed_on <= as_of:
        return "repealed"
    if instrument.valid_until and instrument.valid_until < as_of:
        return "expired"
    if instrument.unconfirmed_since and instrument.unconfirmed_since <= as_of:
        return "unconfirmed"
    if instrument.in_force_from is None:
        return "issued"
    return "in-force" if instrument.in_force_from.latest <= as_of else "not-yet"


def partner_status(partner: Partner, as_of: date) -> str:
    """Return the word of ``partner-statuses`` for an arrangement on a date."""
    started = partner.in_force_from is not None and partner.in_force_from.latest <= as_of
    if partner.pilot:
        return "pilot" if started else "planned"
    if started or (partner.in_force_by and partner.in_force_by <= as_of):
        return "in-force"
    dates = (partner.signed, partner.in_force_from)
    known = [when.latest for when in dates if when] + ([partner.in_force_by] if partner.in_force_by else [])
    return "signed" if not known or min(known) <= as_of else "planned"


def economies(partners: Iterable[Partner]) -> int:
    """Return how many countries and regions the arrangements cover: a union counts its members."""
    return sum(len(partner.members) or 1 for partner in partners)


def measure_state(content: Content, measure: Measure, as_of: date) -> str:
    """Return the word of ``measure-states`` for a measure on a date.

    A measure whose carry-over is not confirmed stands as long as every document it rests on stands; one whose carry-over is confirmed, as
    long as any does. None stands before the first of its documents takes effect.
    """
    if measure.effective and not measure.effective.by and measure.effective.earliest > as_of:
        return "not-yet"
    found = (content.find(Instrument, basis.instrument) for basis in measure.basis)
    statuses = {instrument_status(record.data, as_of) for record in found if record}
    if statuses == {"not-yet"}:
        return "not-yet"
    standing = statuses <= {"in-force", "issued"}
    if measure.carry_over == "ended":
        return "applies" if standing else "ended"
    ended = bool(statuses) and statuses <= {"expired", "repealed"}
    if (measure.carry_over == "confirmed" and not ended) or (standing and measure.evidence != "unconfirmed"):
        return "applies"
    return "unconfirmed"
