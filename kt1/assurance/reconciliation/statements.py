"""The statements that compare books: see `matching`, which says when each is asked."""

#: What a server believes of a table into which a book just came is of no use: it may take it for
#: empty, and look at every line for every line, nested or merged by their account alone. So no plan
#: is left to what it believes: sets are joined by hash, in memory and not in files, and a line of
#: a known id is looked up by it.
STEADY = (
    "SET LOCAL work_mem = '256MB'; SET LOCAL plan_cache_mode = force_custom_plan;"
    " SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off"
)
AS_BEFORE = (
    "SET LOCAL plan_cache_mode = auto;"
    " SET LOCAL enable_nestloop = on; SET LOCAL enable_mergejoin = on"
)

_OF = "account = ANY(%(accounts)s)"

# Only accounts whose body has this book: no book is no disagreement.
WITH_BOOK = """
SELECT account_id FROM assurance_book
WHERE side = %(agency)s AND account_id = ANY(%(accounts)s)
"""

_FIELDS = """array_remove(ARRAY[
    CASE WHEN p.day <> s.day THEN 'day' END,
    CASE WHEN p.other <> s.other THEN 'other' END,
    CASE WHEN p.urgency <> s.urgency AND p.urgency <> '' AND s.urgency <> ''
        THEN 'urgency' END,
    CASE WHEN p.scope <> s.scope AND p.scope <> '' AND s.scope <> '' THEN 'scope' END,
    CASE WHEN p.pieces <> s.pieces THEN 'pieces' END,
    CASE WHEN p.weight_g <> s.weight_g THEN 'weight' END,
    CASE WHEN p.amount <> s.amount THEN 'price' END], NULL)"""

COMPARE = f"""
INSERT INTO assurance_difference
    (account_id, kind, post_line, agency_line, fields, rule, score, reason)
SELECT coalesce(p.account, s.account),
    CASE WHEN s.id IS NULL THEN %(only_post)s WHEN p.id IS NULL THEN %(only_agency)s
        ELSE 'differs' END,
    p.id, s.id, CASE WHEN p.id IS NULL OR s.id IS NULL THEN '{{}}'::text[] ELSE {_FIELDS} END,
    CASE WHEN p.id IS NULL OR s.id IS NULL THEN '' ELSE 'code' END, 0, ''
FROM (SELECT * FROM assurance_line
        WHERE side = %(post)s AND copy = 0 AND {_OF}) p
FULL JOIN (SELECT * FROM assurance_line
        WHERE side = %(agency)s AND copy = 0 AND code <> '' AND {_OF}) s
    ON s.account = p.account AND s.code = p.code
WHERE p.id IS NULL OR s.id IS NULL OR p.day <> s.day OR p.other <> s.other
    OR p.pieces <> s.pieces OR p.weight_g <> s.weight_g OR p.amount <> s.amount
    OR (p.urgency <> s.urgency AND p.urgency <> '' AND s.urgency <> '')
    OR (p.scope <> s.scope AND p.scope <> '' AND s.scope <> '')
"""

REST = f"""
INSERT INTO assurance_difference (account_id, kind, agency_line, fields, rule, score, reason)
SELECT account, CASE WHEN copy > 0 THEN 'repeated' ELSE %(only_agency)s END, id,
    '{{}}'::text[], '', 0, ''
FROM assurance_line
WHERE side = %(agency)s AND (copy > 0 OR code = '') AND {_OF}
"""

FORGET = """
DELETE FROM assurance_difference d
WHERE d.account_id = ANY(%(accounts)s)
    AND (SELECT l.side FROM assurance_line l WHERE l.id = coalesce(d.post_line, d.agency_line))
        IN (%(post)s, %(agency)s)
"""
LEAVE_REMARKS = """
UPDATE assurance_remark SET difference_id = NULL
WHERE account_id = ANY(%(accounts)s) AND difference_id IS NOT NULL
"""

# A sign wrong in one half leaves the other half whole; two may spoil both, and then the other
# body and the day bring the two lines together. OFFSET 0: each line is looked up by its id.
CANDIDATES = """
WITH p AS MATERIALIZED (
    SELECT l.* FROM assurance_difference d CROSS JOIN LATERAL (
        SELECT * FROM assurance_line WHERE id = d.post_line OFFSET 0) l
    WHERE d.account_id = ANY(%(accounts)s) AND d.kind = %(only_post)s AND length(l.code) >= %(long)s
), s AS MATERIALIZED (
    SELECT l.* FROM assurance_difference d CROSS JOIN LATERAL (
        SELECT * FROM assurance_line WHERE id = d.agency_line OFFSET 0) l
    WHERE d.account_id = ANY(%(accounts)s) AND d.kind = %(only_agency)s
        AND length(l.code) >= %(long)s
)
SELECT p.id, s.id FROM p JOIN s ON s.account = p.account AND left(s.code, 8) = left(p.code, 8)
UNION
SELECT p.id, s.id FROM p JOIN s ON s.account = p.account AND right(s.code, 8) = right(p.code, 8)
UNION
SELECT p.id, s.id FROM p JOIN s ON s.account = p.account AND s.other = p.other AND s.day = p.day
"""
TOLD = """
SELECT id, code, day, other, urgency, scope, pieces, weight_g, amount
FROM assurance_line WHERE id = ANY(%s)
"""
NUMBERLESS = """
SELECT d.account_id, d.post_line, d.agency_line FROM assurance_difference d
JOIN (
    SELECT DISTINCT e.account_id FROM assurance_difference e
    WHERE e.account_id = ANY(%(accounts)s) AND e.kind = %(only_agency)s
        AND (SELECT l.code FROM assurance_line l WHERE l.id = e.agency_line) = ''
) numberless ON numberless.account_id = d.account_id
WHERE d.account_id = ANY(%(accounts)s) AND d.kind IN (%(only_post)s, %(only_agency)s)
"""
DROP_PAIRED = """
DELETE FROM assurance_difference d
WHERE d.account_id = ANY(%s) AND d.rule = '' AND (d.post_line = ANY(%s) OR d.agency_line = ANY(%s))
"""

TOTALS = """
INSERT INTO assurance_total
    (account_id, side, urgency, scope, items, weight_g, amount, unweighed, unpriced, held_net,
    held_tax)
SELECT account, side, urgency, scope, count(*), coalesce(sum(weight_g), 0),
    coalesce(sum(amount), 0), count(*) FILTER (WHERE weight_g IS NULL),
    count(*) FILTER (WHERE amount IS NULL),
    coalesce(sum(amount) FILTER (WHERE tax IS NOT NULL), 0), coalesce(sum(tax), 0)
FROM assurance_line WHERE side = %(post)s AND account = ANY(%(accounts)s)
GROUP BY account, side, urgency, scope
"""
# What the body's book leaves open about an item that both have counts as the post has it.
TOTALS_AGENCY = """
WITH told AS (
    SELECT s.account, coalesce(nullif(s.urgency, ''), p.urgency, q.urgency, '') AS urgency,
        coalesce(nullif(s.scope, ''), p.scope, q.scope, '') AS scope,
        coalesce(s.weight_g, p.weight_g, q.weight_g) AS weight_g,
        coalesce(s.amount, p.amount, q.amount) AS amount
    FROM (SELECT * FROM assurance_line
        WHERE side = %(agency)s AND account = ANY(%(accounts)s)) s
    LEFT JOIN (SELECT * FROM assurance_line
        WHERE side = %(post)s AND account = ANY(%(accounts)s)) p
        ON p.account = s.account AND p.code = s.code AND s.copy = 0 AND s.code <> ''
    LEFT JOIN (
        SELECT d.agency_line, l.urgency, l.scope, l.weight_g, l.amount
        FROM assurance_difference d CROSS JOIN LATERAL (
            SELECT * FROM assurance_line WHERE id = d.post_line OFFSET 0) l
        WHERE d.account_id = ANY(%(accounts)s) AND d.rule IN ('near', 'fields')
            AND d.agency_line IS NOT NULL
    ) q ON q.agency_line = s.id
)
INSERT INTO assurance_total
    (account_id, side, urgency, scope, items, weight_g, amount, unweighed, unpriced)
SELECT account, %(agency)s, urgency, scope, count(*), coalesce(sum(weight_g), 0),
    coalesce(sum(amount), 0), count(*) FILTER (WHERE weight_g IS NULL),
    count(*) FILTER (WHERE amount IS NULL)
FROM told GROUP BY account, urgency, scope
"""
FORGET_TOTALS = """
DELETE FROM assurance_total
WHERE account_id = ANY(%(accounts)s) AND side IN (%(post)s, %(agency)s)
"""

MARKS = """
WITH stated AS MATERIALIZED (
    SELECT s.account, s.id, s.code, m.mark
    FROM assurance_line s CROSS JOIN LATERAL (
        SELECT mark FROM assurance_linemark WHERE line_id = s.id OFFSET 0) m
    WHERE s.account = ANY(%(accounts)s) AND s.side = %(agency)s AND s.copy = 0
), apart AS MATERIALIZED (
    SELECT p.account, p.id AS post, s.id AS agency
    FROM stated s JOIN (SELECT * FROM assurance_line
        WHERE side = %(post)s AND account = ANY(%(accounts)s)) p
        ON p.account = s.account AND p.code = s.code
    CROSS JOIN LATERAL (SELECT mark FROM custody_mark WHERE unit_id = p.unit OFFSET 0) c
    WHERE c.mark <> s.mark
), told AS (
    UPDATE assurance_difference d SET fields = array_append(d.fields, 'mark')
    FROM apart WHERE d.account_id = ANY(%(accounts)s) AND d.account_id = apart.account
        AND d.agency_line = apart.agency AND d.post_line = apart.post
    RETURNING d.agency_line
)
INSERT INTO assurance_difference
    (account_id, kind, post_line, agency_line, fields, rule, score, reason)
SELECT account, 'differs', post, agency, ARRAY['mark'], 'code', 0, ''
FROM apart WHERE NOT EXISTS (SELECT 1 FROM told WHERE told.agency_line = apart.agency)
"""
