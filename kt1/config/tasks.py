"""Jobs that keep the queue, the requests and the sign-ins tidy."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from kt1.assurance.reconciliation import actions as freezing
from kt1.assurance.reconciliation import signing as reconciliation
from kt1.config import clock
from kt1.custody.operator.jobs import working as event_files
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms, own_norms
from kt1.law.parameters.rules import UnsetNormError, count_of, minute_of_day, minutes_of
from kt1.ledger.requests import actions as requests
from kt1.ledger.requests.rules import RequestKey
from kt1.oversight.inspections import ending as inspections
from kt1.oversight.reminders import actions as reminders
from kt1.people.coverage import actions as coverage
from kt1.people.focal_points.erasing import erase_ended
from kt1.people.sign_ins import actions as sign_ins
from kt1.people.sign_ins.store import SessionStore
from kt1.people.throttles import actions as throttles
from kt1.people.vetting import actions as vetting
from kt1.people.vetting.queries import provinces

HOURS_KEPT = 24 * 14
#: Longer than any telephone keeps what it could not send.
REQUESTS_KEPT = timedelta(days=90)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """A worker that was killed leaves its job marked as being done; somebody must take it up."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="trim_jobs", pass_context=True)
async def trim(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Finished jobs are of no use after two weeks; what they did is in the ledger."""
    await context.app.job_manager.delete_old_jobs(nb_hours=HOURS_KEPT, include_failed=True)


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="tidy_sign_ins")
def tidy_sign_ins(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Close the sign-ins that nobody left; forget tries and browsers' sessions of days past."""
    at = clock.now()
    sign_ins.close_lapsed(at=at)
    throttles.sweep(at=at)
    SessionStore.clear_expired()


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="forget_requests")
def forget_requests(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Answers kept for repeated requests; what the requests did is in the ledger."""
    while requests.forget(before=clock.now() - REQUESTS_KEPT):
        pass


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="erase_contacts")
def erase_contacts(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Names and telephones of receivers whose appointment ended; the proofs keep their titles."""
    at = clock.now()
    while erase_ended(at=at):
        pass


@app.periodic(cron="7 5 * * *")
@app.task(queueing_lock="warn_of_lapses")
def warn_of_lapses(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Remind the dispatchers whose vetting or training reaches the next step before its end."""
    at = clock.now()
    try:
        vetting.warn(at=at, provinces=provinces(at))
    except UnsetNormError:
        return  # an installation that goes by no norms yet warns of nothing


@app.periodic(cron="17 5 * * *")
@app.task(queueing_lock="take_silence")
def take_silence(timestamp: int) -> None:
    """Where the rule says so, a body that said nothing in time has agreed to its month."""
    at = clock.now()
    on = at.astimezone(VIETNAM).date()
    try:
        days = active_norms(on).find(Key.RECONCILE_DEEMED_DAYS)
    except UnsetNormError:
        return
    if days is None or days.value is None:
        return
    once = RequestKey.of(uuid5(NAMESPACE_OID, f"deem:{timestamp}"), {"on": on.isoformat()})
    reconciliation.deem(on=on, after_days=count_of(days), by="worker", at=at, once=once)


@app.periodic(cron="27 0 * * *")
@app.task(queueing_lock="freeze_periods")
def freeze_periods(timestamp: int) -> None:
    """On its day a period is frozen by itself and its sheets of quality are filled in."""
    at = clock.now()
    on = at.astimezone(VIETNAM).date()
    once = RequestKey.of(uuid5(NAMESPACE_OID, f"freeze:{timestamp}"), {"on": on.isoformat()})
    try:
        freezing.freeze_when_due(on=on, by="worker", at=at, once=once)
    except UnsetNormError:
        return  # an installation that goes by no norms yet freezes nothing


@app.task(
    retry=RetryStrategy(max_attempts=5, wait=10, retry_exceptions=[OperationalError]),
    name="kt1.config.tasks.work_on_event_file",
)
def work_on_event_file(file_id: int) -> None:
    """Check a long file of the operator's events, or take it: minutes, in one transaction."""
    event_files.work(file_id, now=clock.now)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sweep_event_files")
def sweep_event_files(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Rows of files nobody agreed to in time are kept no longer."""
    event_files.sweep(at=clock.now())


@app.periodic(cron="23 4 * * *")
@app.task(queueing_lock="let_inspections_go")
def let_inspections_go(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Files of inspections past their time hold the records of their samples no longer."""
    inspections.let_go(at=clock.now())


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="check_coverage")
def check_coverage(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """Gaps before each break, and who is reminded. Hourly: a step is sent once all the same, and
    a gap that was closed is settled soon."""
    coverage.check(at=clock.now())


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="tell_what_is_owed")
def tell_what_is_owed(timestamp: int) -> None:  # noqa: ARG001 - each is told its moment
    """See what bodies owe, and tell each person once a morning. Hourly: a worker that was down at
    the hour makes it good, and what is done leaves the lists soon."""
    at = clock.now()
    try:
        for province in provinces(at):
            reminders.look(province_id=province, at=at)
        local = at.astimezone(VIETNAM)
        since = minutes_of(own_norms(local.date()).one(Key.DIGEST_AT))
    except UnsetNormError:
        return  # nobody has set after how many days steps are reached, or when people are told
    if minute_of_day(local.time()) >= since:
        reminders.digest(at=at)
