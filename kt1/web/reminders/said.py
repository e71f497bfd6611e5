"""What is owed, in words: which month, which task, and the page where it is done.

The stable key of a thing owed names a row of the capability that said so; each kind of key is
looked up for all rows of a page at once. A key of another kind is said by its duty alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import Period
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.oversight.directives.models import Directive, DirectiveTask
from kt1.oversight.reminders.models import RULE_LABELS, Owing
from kt1.oversight.reminders.rules import Rule
from kt1.oversight.reviews.models import ReviewRound
from kt1.web.papers.rules import months
from kt1.web.words import Words

_KEY = re.compile(r"(?P<kind>[a-z-]+):(?P<number>[0-9]+)(?:\.(?P<n>[0-9]+))?(?:/|$)")
#: What a letter says of each duty, in the language of letters.
IN_LETTERS: Mapping[str, str] = {
    Rule.FOCAL: "cử đầu mối tiếp nhận bưu gửi KT1",
    Rule.OFF_HOURS: "cử người tiếp nhận bưu gửi KT1 ngoài giờ làm việc",
    Rule.MONTH: "xác nhận đối soát sản lượng",
    Rule.QUALITY: "xác nhận chất lượng dịch vụ",
    Rule.TASK: "thực hiện nhiệm vụ được giao",
    Rule.RECEIPT: "xác nhận đã nhận văn bản chỉ đạo",
    Rule.REVIEW: "gửi kết quả tự rà soát",
    Rule.RULES: "bổ sung quy định về KT1 vào quy chế, nội quy",
    Rule.REPORT: "gửi báo cáo",
    Rule.INQUIRY: "trả lời đề nghị",
}
_OTHER = "thực hiện nội dung đã đến hạn"


@dataclass(frozen=True, slots=True)
class Said:
    """Which one of its duty, as "10/2026"; and where it is done. All may be empty.

    `in_letter`: the same as a letter names it, "quý IV/2026", where that is another text.
    """

    detail: str = ""
    url: str = ""
    in_letter: str = ""


#: Where a duty is done that has no page for each thing owed.
_PAGES: Mapping[str, str] = {
    Rule.FOCAL: "coverage",
    Rule.OFF_HOURS: "coverage",
    Rule.RULES: "internal_rules",
    Rule.REPORT: "reports",
}
_Key = tuple[str, int, int]


def rule_said(rule: str) -> Words:
    return next(
        (label for one, label in RULE_LABELS.items() if one.value == rule), _("another duty")
    )


def in_letter(rule: str, said: Said) -> str:
    """ "xác nhận đối soát sản lượng tháng 10/2026", as a letter names it."""
    words = IN_LETTERS.get(rule, _OTHER)
    if not said.detail:
        return words
    return f"{words} {said.in_letter}" if said.in_letter else f"{words}: {said.detail}"


def details(owings: Iterable[Owing]) -> dict[int, Said]:
    """By owing; one query for each kind of key among them."""
    rows = list(owings)
    keys = {one.pk: _key(one.subject) for one in rows}
    wanted: dict[str, set[_Key]] = {}
    for key in keys.values():
        if key is not None:
            wanted.setdefault(key[0], set()).add(key)
    found: dict[_Key, Said] = {}
    for kind, those in wanted.items():
        if kind in _KINDS:
            found |= _KINDS[kind](those)
    return {
        one.pk: found.get(key, _by_duty(one)) if (key := keys[one.pk]) else _by_duty(one)
        for one in rows
    }


def _by_duty(one: Owing) -> Said:
    """A key that names no row: the page of its duty, and the period of a report."""
    parts = one.subject.split("/")
    period = parts[1] if one.rule == Rule.REPORT and len(parts) > 1 else ""
    name = _PAGES.get(one.rule)
    return Said(period, reverse(name) if name else "")


def _key(subject: str) -> _Key | None:
    match = _KEY.match(subject)
    return None if match is None else (match["kind"], int(match["number"]), int(match["n"] or 0))


def _of_period(period: Period, url: str) -> Said:
    return Said(period.said, url, months(period.starts, period.ends))


def _months(keys: set[_Key]) -> dict[_Key, Said]:
    rows = Account.objects.filter(pk__in={number for _kind, number, _n in keys})
    return {
        ("month", one.pk, 0): _of_period(one.period, _page("reconciliation", one.pk))
        for one in rows
    }


def _sheets(keys: set[_Key]) -> dict[_Key, Said]:
    rows = QualitySheet.objects.filter(pk__in={number for _kind, number, _n in keys})
    return {
        ("quality", one.pk, 0): _of_period(one.period, _page("quality_sheet", one.pk))
        for one in rows
    }


def _tasks(keys: set[_Key]) -> dict[_Key, Said]:
    rows = DirectiveTask.objects.filter(directive__in={number for _kind, number, _n in keys})
    return {
        ("task", directive, n): Said(text, _page("directive", directive))
        for directive, n, text in rows.values_list("directive", "n", "text")
    }


def _directives(keys: set[_Key]) -> dict[_Key, Said]:
    rows = Directive.objects.filter(pk__in={number for _kind, number, _n in keys})
    return {("directive", row.pk, 0): Said(str(row), _page("directive", row.pk)) for row in rows}


def _rounds(keys: set[_Key]) -> dict[_Key, Said]:
    """The list shows a body its own review, and whoever asked all of them."""
    rows = ReviewRound.objects.filter(pk__in={number for _kind, number, _n in keys})
    page = reverse("reviews")
    return {("review", pk, 0): Said(name, page) for pk, name in rows.values_list("pk", "name")}


def _inquiries(keys: set[_Key]) -> dict[_Key, Said]:
    return {key: Said("", _page("inquiry", key[1])) for key in keys}


def _page(name: str, number: int) -> str:
    return reverse(name, args=[number])


_KINDS: Mapping[str, Callable[[set[_Key]], dict[_Key, Said]]] = {
    "month": _months,
    "quality": _sheets,
    "task": _tasks,
    "directive": _directives,
    "inquiry": _inquiries,
    "review": _rounds,
}
