"""Units: anything held, item, bag or box."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.custody.units.rules import Kind, State

KIND_LABELS = {
    Kind.ITEM: _("item"),
    Kind.BAG: _("bag"),
    Kind.BOX: _("box"),
}
STATE_LABELS = {
    State.DECLARED: _("declared"),
    State.WITHDRAWN: _("declaration withdrawn"),
    State.IN_POST: _("in the network"),
    State.HELD: _("held for handling"),
    State.AWAITING: _("with the duty officer, to be confirmed"),
    State.DELIVERED: _("delivered"),
    State.RETURNING: _("being returned"),
    State.RETURNED: _("returned"),
    State.LOST: _("lost"),
    State.OPEN: _("open"),
    State.SEALED: _("sealed"),
    State.RETIRED: _("no longer used"),
}


class Unit(models.Model):
    """Anything held. At every moment exactly one of a holder and a bag has it.

    A holder is a place and, where one is named, the person answerable there.
    """

    code = models.CharField(
        max_length=17, db_collation="C", db_comment="Normalised, without dashes"
    )
    kind = models.CharField(max_length=4, choices=KIND_LABELS)
    state = models.CharField(max_length=10, choices=STATE_LABELS)
    # Asked for only of what is still held: the two partial indexes below.
    place = models.ForeignKey(
        "network.Place", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    person = models.ForeignKey(
        "people.User", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    inside = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="contents"
    )
    offer = models.UUIDField(null=True, db_comment="The open hand-over that binds it, if any")
    since = models.DateTimeField(db_comment="When the present holder or bag took it")

    class Meta:
        db_table = "custody_unit"
        constraints = [
            # Not `unique=True`: that brings a second index in random order, and in byte order
            # this one finds beginnings of codes too.
            models.UniqueConstraint(name="unit_code_is_one_things", fields=["code"]),
            models.CheckConstraint(
                name="unit_is_with_a_holder_or_inside_never_both",
                condition=Q(place=None, inside__isnull=False) | Q(place__isnull=False, inside=None),
            ),
            models.CheckConstraint(
                name="unit_person_answers_at_a_place",
                condition=Q(person=None) | Q(place__isnull=False),
            ),
            models.CheckConstraint(
                name="unit_is_not_inside_itself", condition=Q(inside=None) | ~Q(inside=F("id"))
            ),
            models.CheckConstraint(
                name="unit_kind_is_known", condition=Q(kind__in=[k.value for k in Kind])
            ),
            models.CheckConstraint(
                name="unit_state_is_known", condition=Q(state__in=[s.value for s in State])
            ),
        ]
        indexes = [
            models.Index(
                name="unit_held",
                fields=["place", "state"],
                condition=~Q(state__in=["delivered", "returned", "withdrawn", "retired"]),
            ),
            models.Index(
                name="unit_of_person",
                fields=["person"],
                condition=Q(person__isnull=False)
                & ~Q(state__in=["delivered", "returned", "withdrawn", "retired"]),
            ),
            models.Index(name="unit_offered", fields=["offer"], condition=Q(offer__isnull=False)),
            models.Index(name="unit_inside", fields=["inside"], condition=Q(inside__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code


class Stay(models.Model):
    """One stay of a unit in a bag or box; open while `until` is empty.

    An item's chain is its own hand-overs and those of the bags it stayed in meanwhile.
    """

    pk = models.CompositePrimaryKey("unit_id", "since", "inside_id")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stays")
    inside = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_stay"
        constraints = [
            models.CheckConstraint(
                name="stay_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.UniqueConstraint(
                name="stay_one_open_per_unit", fields=["unit"], condition=Q(until=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.inside_id}"


class Alias(models.Model):
    """Another number of a unit: the operator's own, S10 or its own scheme."""

    pk = models.CompositePrimaryKey("unit_id", "scheme", "number")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases")
    scheme = models.CharField(max_length=16)
    number = models.CharField(max_length=40)

    class Meta:
        db_table = "custody_alias"
        constraints = [
            models.UniqueConstraint(name="alias_names_one_unit", fields=["scheme", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.number}"


class MarkOf(models.Model):
    """The mark of an item, apart from the item, because it is Amber.

    Row-level security shows no row unless the same transaction has written the reading log.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    mark = models.CharField(max_length=4)

    class Meta:
        db_table = "custody_mark"
        constraints = [
            models.CheckConstraint(
                name="mark_is_known", condition=Q(mark__in=["none", "F", "A", "B", "C"])
            )
        ]

    def __str__(self) -> str:
        return f"mark of {self.unit_id}"
