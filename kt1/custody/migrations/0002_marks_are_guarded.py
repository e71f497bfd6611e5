"""What the database itself holds of marks: which may be stored, and who may see a stored one.

A mark that the installation's mode does not allow is refused, whoever writes it. The shared lock
makes a change of mode wait for marks being written, and marks wait for a change of mode.

Row security shows a mark only inside a transaction that has written the reading log, which sets
`kt1.reading`. It binds the owner as well: a job or a shell that reads marks must say so first.
"""

from django.db import migrations

#: Any number that nothing else in the database locks; "MARK" in ASCII.
LOCK = int.from_bytes(b"MARK")

FORWARD = f"""
CREATE FUNCTION custody_mark_fits_the_mode() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed text[];
BEGIN
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    allowed := CASE coalesce(law_current_mode(), 'flag')
        WHEN 'flag' THEN ARRAY['none', 'F'] ELSE ARRAY['none', 'A', 'B', 'C'] END;
    IF EXISTS (SELECT FROM written WHERE mark <> ALL (allowed)) THEN
        RAISE EXCEPTION 'the mode of this installation does not store this mark'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_fits_the_mode';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER custody_mark_fits_the_mode_when_added AFTER INSERT ON custody_mark
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION custody_mark_fits_the_mode();
CREATE TRIGGER custody_mark_fits_the_mode_when_changed AFTER UPDATE ON custody_mark
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION custody_mark_fits_the_mode();
ALTER TABLE custody_mark ENABLE ALWAYS TRIGGER custody_mark_fits_the_mode_when_added;
ALTER TABLE custody_mark ENABLE ALWAYS TRIGGER custody_mark_fits_the_mode_when_changed;

CREATE FUNCTION custody_mode_waits_for_marks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    RETURN NULL;
END $$;

CREATE TRIGGER custody_mode_waits_for_marks BEFORE INSERT OR UPDATE ON law_installationmode
    FOR EACH STATEMENT EXECUTE FUNCTION custody_mode_waits_for_marks();

ALTER TABLE custody_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE custody_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY custody_mark_anyone_adds ON custody_mark FOR INSERT WITH CHECK (true);
CREATE POLICY custody_mark_anyone_changes ON custody_mark FOR UPDATE USING (true);
CREATE POLICY custody_mark_is_read_under_the_log ON custody_mark
    FOR SELECT USING (coalesce(current_setting('kt1.reading', true), '') <> '');
"""

BACKWARD = """
DROP POLICY custody_mark_is_read_under_the_log ON custody_mark;
DROP POLICY custody_mark_anyone_changes ON custody_mark;
DROP POLICY custody_mark_anyone_adds ON custody_mark;
ALTER TABLE custody_mark NO FORCE ROW LEVEL SECURITY;
ALTER TABLE custody_mark DISABLE ROW LEVEL SECURITY;
DROP TRIGGER custody_mode_waits_for_marks ON law_installationmode;
DROP FUNCTION custody_mode_waits_for_marks;
DROP TRIGGER custody_mark_fits_the_mode_when_changed ON custody_mark;
DROP TRIGGER custody_mark_fits_the_mode_when_added ON custody_mark;
DROP FUNCTION custody_mark_fits_the_mode;
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial"), ("law", "0002_guards")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
