"""Writing the next version of a checklist, and publishing it. Nothing published is ever edited."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kt1.law.instruments.models import Instrument
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.units.models import AdminUnit
from kt1.oversight.inspections import permissions, published, rules, steps
from kt1.oversight.inspections.checklists import (
    Checklist,
    asks_for_a_register,
    changes,
    newest,
    next_key,
)
from kt1.oversight.inspections.rules import Side
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.inspections.versions import ChecklistQuestion, ChecklistVersion
from kt1.oversight.violations.reference import conducts
from kt1.oversight.violations.rules import Area
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A question as typed; it rests on a paper, on a provision, or on both."""

    section: str
    area: Area
    words: str
    instrument_id: int | None = None
    provision: str = ""
    conduct: str = ""


@transaction.atomic(durable=True)
def draft(*, side: Side, by: Actor, at: datetime, once: RequestKey) -> str:
    """Begin the next version as a copy of the newest one. Returns its code.

    Raises:
        NotAllowedError
        UnfitInspectionError: one is being written already.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["code"])
    if reason := permissions.why_not_draft(by):
        raise NotAllowedError(reason)
    # One after the other in a province: two drafts would take the same number.
    province = AdminUnit.objects.select_for_update().get(pk=by.province_id or 0)
    here = ChecklistVersion.objects.filter(province=province, side=side)
    if here.filter(published_at=None).exists():
        raise UnfitInspectionError(_("A version is being written already: go on with that one."))
    before = newest(published.of_province(province.pk, side), side)
    papers = dict(Instrument.objects.values_list("code", "pk"))
    n = before.version + 1
    made = ChecklistVersion.objects.create(
        province=province,
        agency_id=by.agency_id,
        side=side,
        n=n,
        code=f"{side}-{province.code}-{n}",
        based_on=before.code,
        title=before.title,
        instrument_id=papers[before.instrument],
        made_at=at,
        made_by_id=by.user_id,
        changed_by_id=by.user_id,
    )
    ChecklistQuestion.objects.bulk_create(
        ChecklistQuestion(
            version=made, n=k, key=one.key, section=one.section, area=one.area, words=one.words,
            instrument_id=papers.get(one.instrument), provision=one.provision, conduct=one.conduct,
        )
        for k, one in enumerate(before.questions, 1)
    )  # fmt: skip
    _told(made, "drafted", {"based_on": before.code}, by=by, at=at)
    finish(once, actor=str(by), answer={"code": made.code})
    return made.code


@transaction.atomic(durable=True)
def name(
    *, code: str, title: str, instrument_id: int, by: Actor, at: datetime, once: RequestKey
) -> str:
    """Say what the version is called and on which paper it rests. Returns its code.

    Raises:
        ChecklistVersion.DoesNotExist, Instrument.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["code"])
    version = _writing(code, by)
    paper = Instrument.objects.get(pk=instrument_id)
    # A checklist is called after the public paper it rests on.
    version.title = passed(title.strip(), names_a_paper=True)
    version.instrument = paper
    version.changed_by_id = by.user_id
    version.save(update_fields=["title", "instrument", "changed_by"])
    _told(version, "named", {"instrument": paper.code}, by=by, at=at)
    finish(once, actor=str(by), answer={"code": code})
    return code


@transaction.atomic(durable=True)
def put(*, code: str, key: str, worded: Worded, by: Actor, at: datetime, once: RequestKey) -> str:
    """Word a question of a draft anew, or with an empty key add one. Returns its key.

    Raises:
        ChecklistVersion.DoesNotExist, ChecklistQuestion.DoesNotExist, NotAllowedError
        RefusedTextError
        UnfitInspectionError: it rests on nothing, asks what the Sở may not look at, or is too much.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["key"])
    version = _writing(code, by)
    if fault := _why_unfit(worded):
        raise UnfitInspectionError(fault)
    row = version.questions.get(key=key) if key else _added(version)
    row.section = passed(worded.section.strip())
    row.area = worded.area
    row.words = passed(worded.words.strip())
    row.instrument_id = worded.instrument_id
    row.provision = passed(worded.provision.strip(), names_a_paper=True)
    row.conduct = worded.conduct
    row.save()
    _changed(version, by)
    _told(version, "reworded" if key else "question_added", {"key": row.key}, by=by, at=at)
    finish(once, actor=str(by), answer={"key": row.key})
    return row.key


def _why_unfit(worded: Worded) -> str | None:
    if not worded.section.strip() or not worded.words.strip():
        return _("Say what is looked at, and in which part.")
    if worded.area is Area.SECRECY or asks_for_a_register(worded.words):
        return _("How secrets are kept is looked at by the police alone: ask nothing of it.")
    if worded.instrument_id is None and not worded.provision.strip():
        return _("Name the paper or the provision it rests on.")
    if worded.conduct and worded.conduct not in conducts():
        return _("There is no such conduct in the table.")
    return None


def _added(version: ChecklistVersion) -> ChecklistQuestion:
    if version.questions.count() >= rules.QUESTIONS_MAX:
        raise UnfitInspectionError(_("At most %(n)s questions.") % {"n": rules.QUESTIONS_MAX})
    last = version.questions.aggregate(n=Max("n"))["n"] or 0
    given = published.keys_given(version.province_id, Side(version.side))
    return ChecklistQuestion(version=version, n=last + 1, key=next_key(Side(version.side), given))


@transaction.atomic(durable=True)
def drop(*, code: str, key: str, by: Actor, at: datetime, once: RequestKey) -> str:
    """Take a question out of a draft. Its key is not given again. Returns the version's code.

    Raises:
        ChecklistVersion.DoesNotExist, ChecklistQuestion.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["code"])
    version = _writing(code, by)
    version.questions.get(key=key).delete()
    _changed(version, by)
    _told(version, "question_dropped", {"key": key}, by=by, at=at)
    finish(once, actor=str(by), answer={"code": code})
    return code


@transaction.atomic(durable=True)
def discard(*, code: str, by: Actor, at: datetime, once: RequestKey) -> str:
    """Give up a draft. Returns its code, which the next draft may bear.

    Raises:
        ChecklistVersion.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["code"])
    version = _writing(code, by)
    _told(version, "discarded", {}, by=by, at=at)
    version.questions.all().delete()
    version.delete()
    finish(once, actor=str(by), answer={"code": code})
    return code


@transaction.atomic(durable=True)
def publish(
    *, code: str, valid_from: date, paper: str, by: Actor, at: datetime, once: RequestKey
) -> date:
    """From a day on, inspections are prepared with this version. Returns that day.

    What was prepared before keeps the version it was prepared with.

    Raises:
        ChecklistVersion.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: a day gone by or before the last version's, nothing asked, no change.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return date.fromisoformat(str(done["from"]))
    version = _locked(code, by)
    if reason := permissions.why_not_publish(by, version):
        raise NotAllowedError(reason)
    asked = published.loaded([version])[0]
    if fault := _why_not_yet(version, asked, valid_from, at):
        raise UnfitInspectionError(fault)
    version.paper = passed(paper.strip(), names_a_paper=True)
    version.published_at, version.published_by_id = at, by.user_id
    version.valid_from, version.digest = valid_from, asked.digest
    version.save()
    body: dict[str, JSON] = {
        "from": valid_from.isoformat(),
        "digest": asked.digest,
        "questions": len(asked.questions),
    }
    _told(version, "published", body, by=by, at=at, note=version.paper)
    finish(once, actor=str(by), answer={"from": valid_from.isoformat()})
    return valid_from


def _why_not_yet(
    version: ChecklistVersion, asked: Checklist, valid_from: date, at: datetime
) -> str | None:
    if not asked.questions:
        return _("It asks nothing yet: add a question.")
    if valid_from < steps.day_of(at):
        return _("It holds from today at the earliest.")
    before = published.by_code(version.based_on)
    if before is None:
        return None
    if valid_from <= before.valid_from:
        return _("It holds from a day after the version before it: %(day)s.") % {
            "day": f"{before.valid_from:%d/%m/%Y}"
        }
    if not changes(before, asked) and before.instrument == asked.instrument:
        return _("It asks the same as the version before it.")
    return None


def _locked(code: str, by: Actor) -> ChecklistVersion:
    return published.seen_by(by).select_for_update(of=("self",)).get(code=code)


def _writing(code: str, by: Actor) -> ChecklistVersion:
    version = _locked(code, by)
    if reason := permissions.why_not_write(by, version):
        raise NotAllowedError(reason)
    return version


def _changed(version: ChecklistVersion, by: Actor) -> None:
    version.changed_by_id = by.user_id
    version.save(update_fields=["changed_by"])


def _told(
    version: ChecklistVersion,
    what: str,
    body: dict[str, JSON],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    append(
        kind=f"checklist.{what}",
        subject=f"checklist:{version.code}",
        actor=str(by),
        at=at,
        body=body,
        notes={"note": note} if note else None,
    )
