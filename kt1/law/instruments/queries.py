"""Reading instruments. Public papers: everyone may see them."""

from django.db.models import QuerySet

from kt1.law.instruments.models import Instrument


def all_of_them() -> QuerySet[Instrument]:
    """Latest first; those without a date of issue last."""
    return Instrument.objects.select_related("replaces", "implements").order_by(
        "-in_force_from", "code"
    )


def lineage(code: str) -> list[Instrument]:
    """The paper and all that it replaces, one after the other.

    Raises:
        Instrument.DoesNotExist: there is none of this code.
    """
    by_id = {one.pk: one for one in Instrument.objects.all()}
    one: Instrument | None = next((i for i in by_id.values() if i.code == code), None)
    if one is None:
        raise Instrument.DoesNotExist(code)
    found: list[Instrument] = []
    while one is not None and one not in found:
        found.append(one)
        one = by_id.get(one.replaces_id) if one.replaces_id else None
    return found
