"""One envelope, packet or parcel: what its outside says, never what is inside."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.custody.items.rules import (
    PIECES_MAX,
    WEIGHT_MAX_G,
    Check,
    Content,
    PickupState,
    Refusal,
)
from kt1.law.services.rules import Scope, Urgency

CONTENT_LABELS = {
    Content.LETTER: _("letter"),
    Content.PACKET: _("packet"),
    Content.PARCEL: _("parcel"),
}
URGENCY_LABELS = {
    Urgency.NONE: _("ordinary"),
    Urgency.EXPRESS: _("Express"),
    Urgency.TIMED: _("Timed"),
}
SCOPE_LABELS = {
    Scope.WITHIN: _("within the province"),
    Scope.BETWEEN: _("between provinces"),
}
CHECK_LABELS = {
    Check.KT1_STAMP: _("KT1 stamp"),
    Check.DATE_STAMP: _("date stamp"),
    Check.SYMBOL: _("symbol as declared"),
    Check.SEAL: _("sealed"),
    Check.COVER: _("cover intact"),
    Check.ADDRESS: _("sender and receiver written"),
    Check.BOOK_SIGNED: _("transfer book signed"),
}
REFUSAL_LABELS = {
    Refusal.NOT_A_USER: _("the sender does not use the KT1 service"),
    Refusal.BANNED: _("what may not be sent by post"),
    Refusal.NO_ADDRESS: _("sender or receiver missing or incomplete"),
    Refusal.COVER: _("cover not as prescribed or not intact"),
    Refusal.NO_STAMP: _("KT1 stamp, date stamp or symbol missing"),
    Refusal.SEAL: _("not sealed, or the seal is not intact"),
    Refusal.LEAD_TIME: _("not early enough for the time agreed"),
}
PICKUP_LABELS = {
    PickupState.REQUESTED: _("requested"),
    PickupState.ASSIGNED: _("assigned"),
    PickupState.COLLECTED: _("collected"),
    PickupState.CANCELLED: _("cancelled"),
}


class Item(models.Model):
    """The service asked for one item and the two bodies it goes between."""

    unit = models.OneToOneField(
        "custody.Unit", models.PROTECT, primary_key=True, related_name="item"
    )
    sender = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    from_province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    to_province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    point = models.ForeignKey(
        "network.Place",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Delivery point asked for; empty: by the receiver's register",
    )
    urgency = models.CharField(max_length=4, choices=URGENCY_LABELS, default=Urgency.NONE)
    scope = models.CharField(max_length=10, choices=SCOPE_LABELS)
    content = models.CharField(max_length=6, choices=CONTENT_LABELS, default=Content.LETTER)
    pieces = models.PositiveSmallIntegerField(default=1, db_comment="Số bì")
    weight_g = models.PositiveIntegerField(null=True, db_comment="Grams; weighed at the centre")
    agreed_at = models.DateTimeField(null=True, db_comment="Hẹn giờ: time agreed for delivery")
    focal_only = models.BooleanField(default=False, db_comment="Chỉ đầu mối ký nhận")
    locator = models.BooleanField(default=False, db_comment="Sender asks for a locator on the bag")
    declared_at = models.DateTimeField()

    class Meta:
        db_table = "custody_item"
        constraints = [
            models.CheckConstraint(
                name="item_pieces_within_bounds",
                condition=Q(pieces__gte=1, pieces__lte=PIECES_MAX),
            ),
            models.CheckConstraint(
                name="item_weight_within_bounds",
                condition=Q(weight_g=None) | Q(weight_g__gte=1, weight_g__lte=WEIGHT_MAX_G),
            ),
            models.CheckConstraint(
                name="item_agreed_time_iff_timed",
                condition=Q(urgency=Urgency.TIMED, agreed_at__isnull=False)
                | (~Q(urgency=Urgency.TIMED) & Q(agreed_at=None)),
            ),
            models.CheckConstraint(
                name="item_scope_follows_the_provinces",
                condition=Q(scope=Scope.WITHIN, from_province=F("to_province"))
                | (Q(scope=Scope.BETWEEN) & ~Q(from_province=F("to_province"))),
            ),
        ]
        indexes = [
            models.Index(name="item_sent", fields=["sender", "-unit"]),
            models.Index(name="item_received", fields=["receiver", "-unit"]),
        ]

    def __str__(self) -> str:
        return f"item {self.unit_id}"


class Advice(models.Model):
    """Giấy báo phát: asked for by the sender, filled at delivery, returned to them (W9)."""

    unit = models.OneToOneField(
        "custody.Unit", models.PROTECT, primary_key=True, related_name="advice"
    )
    number = models.CharField(max_length=20, unique=True)
    delivered_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_advice"
        constraints = [
            models.CheckConstraint(
                name="advice_returns_after_delivery",
                condition=Q(returned_at=None)
                | Q(delivered_at__isnull=False, returned_at__gte=F("delivered_at")),
            )
        ]

    def __str__(self) -> str:
        return self.number


class Pickup(models.Model):
    """A request that a courier comes to collect at the sender's address."""

    id = models.UUIDField(primary_key=True)
    desk = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    pieces = models.PositiveSmallIntegerField(db_comment="About how many covers")
    wanted_at = models.DateTimeField(db_comment="From when they are ready")
    state = models.CharField(max_length=9, choices=PICKUP_LABELS, default=PickupState.REQUESTED)
    courier = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_pickup"
        constraints = [
            models.CheckConstraint(
                name="pickup_assigned_to_someone",
                condition=~Q(state=PickupState.ASSIGNED) | Q(courier__isnull=False),
            ),
            models.CheckConstraint(
                name="pickup_closed_when_over",
                condition=Q(
                    state__in=[PickupState.COLLECTED, PickupState.CANCELLED],
                    closed_at__isnull=False,
                )
                | Q(state__in=[PickupState.REQUESTED, PickupState.ASSIGNED], closed_at=None),
            ),
        ]
        indexes = [
            models.Index(
                name="pickup_open",
                fields=["desk"],
                condition=Q(state__in=[PickupState.REQUESTED, PickupState.ASSIGNED]),
            )
        ]

    def __str__(self) -> str:
        return f"pick-up {self.id}"
