"""Persons with an account, the duties they act in, and what they are told of it."""

from functools import reduce
from operator import or_

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.rules import SCOPES, USERNAME_PATTERN, Need

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


class NoticeKind(models.TextChoices):
    PASSWORD_CHANGED = "password_changed", _("password changed")
    PASSWORD_RESET = "password_reset", _("temporary password issued")
    ACCOUNT_MADE = "account_made", _("account made")
    ACCOUNT_DISABLED = "account_disabled", _("account disabled")
    DUTY_GIVEN = "duty_given", _("duty given")
    DUTY_ENDED = "duty_ended", _("duty ended")
    TOKEN_MADE = "token_made", _("token for a program made")
    TOKEN_REVOKED = "token_revoked", _("token for a program revoked")
    THROTTLED = "throttled", _("too many sign-in attempts")
    SIGN_IN_KILLED = "sign_in_killed", _("sign-in ended by an administrator")


class User(AbstractBaseUser):
    """A person who may sign in. Shown by what they are, not by a private name."""

    last_login = None
    username = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=160, db_comment="Shown name: the role and its body")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="vi")
    card_number = models.CharField(
        max_length=24, blank=True, db_comment="Number on the KT1 card shown at the door"
    )
    password_is_temporary = models.BooleanField(
        default=False, db_comment="Issued by another; the person must choose their own to sign in"
    )
    is_demonstration = models.BooleanField(default=False)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["title"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_username_is_small_letters_digits_dots_dashes",
                condition=Q(username__regex=USERNAME_PATTERN),
            ),
            models.CheckConstraint(name="user_title_is_said", condition=~Q(title="")),
            models.CheckConstraint(
                name="user_language_is_known", condition=Q(language__in=list(LANGUAGES))
            ),
            models.UniqueConstraint(
                name="user_card_number_is_one_persons",
                fields=["card_number"],
                condition=~Q(card_number=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def _named(field: str, need: Need) -> Q:
    if need is Need.MAY:
        return Q()
    return Q(**{f"{field}__isnull": need is Need.NOT})


def _scope_fits_its_role() -> Q:
    return reduce(
        or_,
        (
            Q(role=role)
            & _named("place", scope.place)
            & _named("agency", scope.agency)
            & _named("province", scope.province)
            for role, scope in SCOPES.items()
        ),
    )


class Duty(models.Model):
    """A person holds a role at a place, for an agency or in a province, between two moments."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    role = models.CharField(max_length=16, choices=ROLE_LABELS)
    place = models.ForeignKey(
        "network.Place", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    province = models.ForeignKey(
        "network.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(
        null=True, blank=True, db_comment="First moment at which it no longer holds"
    )

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(
                name="duty_scope_fits_its_role", condition=_scope_fits_its_role()
            ),
            models.CheckConstraint(
                name="duty_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            ExclusionConstraint(
                name="duty_is_held_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("place", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("agency", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("province", Value(0)), RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(name="duty_by_place", fields=["place", "role"]),
            models.Index(name="duty_by_agency", fields=["agency", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class SecurityNotice(models.Model):
    """Something happened to an account that its person, and the administrator, should know."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="securitynotice_kind_is_known", condition=Q(kind__in=NoticeKind.values)
            ),
            models.CheckConstraint(
                name="securitynotice_is_read_after_it_was_given",
                condition=Q(read_at=None) | Q(read_at__gte=F("at")),
            ),
        ]
        indexes = [models.Index(name="securitynotice_of_person", fields=["user", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%d/%m/%Y %H:%M}"
