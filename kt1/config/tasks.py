"""Jobs that keep the queue itself healthy."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

HOURS_KEPT = 24 * 14


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
