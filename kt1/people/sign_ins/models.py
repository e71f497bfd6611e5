"""Each time a person signed in, and how long that may last."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.sign_ins.rules import LONGEST, SHORTEST


class SignInEnd(models.TextChoices):
    SIGNED_OUT = "signed_out", _("signed out")
    CHANGED_PERSON = "changed_person", _("another person took over")
    LAPSED = "lapsed", _("time limit reached")
    KILLED = "killed", _("ended by an administrator")
    PASSWORD = "password", _("password changed")


class SessionLimit(models.Model):
    """How long a sign-in in this role lasts without a touch, and in all."""

    role = models.CharField(max_length=16, choices=ROLE_LABELS, primary_key=True)
    idle = models.DurationField()
    absolute = models.DurationField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sessionlimit_role_is_known", condition=Q(role__in=list(Role))
            ),
            models.CheckConstraint(
                name="sessionlimit_idle_is_within_absolute_within_a_shift",
                condition=Q(idle__gte=SHORTEST, idle__lte=F("absolute"), absolute__lte=LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.idle}/{self.absolute}"


class SignIn(models.Model):
    """One person at one browser, from signing in to leaving, acting in one duty at a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    source = models.GenericIPAddressField(null=True, blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_comment="Last touch, to the minute")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=16, choices=SignInEnd, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signin_says_why_it_ended_iff_ended",
                condition=Q(ended_at=None, ended_why="")
                | Q(
                    ended_at__isnull=False,
                    ended_at__gte=F("opened_at"),
                    ended_why__in=SignInEnd.values,
                ),
            ),
            models.CheckConstraint(
                name="signin_is_seen_after_it_opened",
                condition=Q(seen_at__gte=F("opened_at")),
            ),
        ]
        indexes = [
            models.Index(name="signin_of_person", fields=["user", "-opened_at"]),
            models.Index(name="signin_open", fields=["seen_at"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.opened_at:%d/%m/%Y %H:%M}"
