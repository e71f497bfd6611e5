"""Taking a try. Kept apart from the act it guards, so that a failed act still costs one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from kt1.people.throttles.models import Bucket
from kt1.people.throttles.rules import Want

# Rows are taken in the order of their keys, so two tries never wait for each other crosswise.
_TAKE = """
INSERT INTO people_bucket AS kept (key, tokens, burst, per_second, filled_at)
SELECT key, burst - 1, burst, per_second, %s::timestamptz
FROM unnest(%s::text[], %s::float8[], %s::float8[]) AS wanted (key, burst, per_second)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET
  tokens = least(excluded.burst, kept.tokens + excluded.per_second
    * greatest(0, extract(epoch FROM excluded.filled_at - kept.filled_at)::float8)) - 1,
  burst = excluded.burst,
  per_second = excluded.per_second,
  filled_at = excluded.filled_at
WHERE least(excluded.burst, kept.tokens + excluded.per_second
    * greatest(0, extract(epoch FROM excluded.filled_at - kept.filled_at)::float8)) >= 1
RETURNING key
"""


@transaction.atomic(durable=True)
def take(*, wants: Sequence[Want], at: datetime) -> frozenset[Want]:
    """Take one try from each bucket; return the wants that were refused. Empty: go on."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            [
                at,
                [want.key for want in wants],
                [float(want.allowance.burst) for want in wants],
                [float(want.allowance.per_second) for want in wants],
            ],
        )
        granted = {row[0] for row in cursor.fetchall()}
    return frozenset(want for want in wants if want.key not in granted)


@transaction.atomic(durable=True)
def sweep(*, at: datetime) -> int:
    """Forget buckets a day old, all full again by then, and those of a clock that ran ahead."""
    day = timedelta(days=1)
    strange = Q(filled_at__lt=at - day) | Q(filled_at__gt=at + day)
    return Bucket.objects.filter(strange).delete()[0]
