"""The ledger's tables refuse UPDATE and DELETE, whoever asks; the product may not even ask.

Python code cannot be trusted with this: a bulk update, a shell or a later bug would all get
past it. The triggers are ENABLE ALWAYS, so that `session_replication_role` does not switch
them off in passing; a superuser who takes them away is found by `kt1 verify`. TRUNCATE is
refused by privilege: the product's role does not own the tables, and tests that empty the
database do.
"""

from django.db import migrations

WRITTEN_ONCE = ["entry", "leaf", "tile", "checkpoint", "redaction"]

REFUSE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- A note may change once: into nothing, and only where two persons have signed for it.
CREATE FUNCTION ledger_note_only_redacted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.salt IS NULL AND NEW.bytes IS NULL
       AND (NEW.id, NEW.entry_id, NEW.field) = (OLD.id, OLD.entry_id, OLD.field)
       AND EXISTS (SELECT FROM ledger_redaction WHERE note_id = NEW.id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a note changes only by redaction' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_note_only_redacted BEFORE UPDATE ON ledger_note
    FOR EACH ROW EXECUTE FUNCTION ledger_note_only_redacted();
ALTER TABLE ledger_note ENABLE ALWAYS TRIGGER ledger_note_only_redacted;
CREATE TRIGGER ledger_note_never_deleted BEFORE DELETE ON ledger_note
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE ledger_note ENABLE ALWAYS TRIGGER ledger_note_never_deleted;
CREATE TRIGGER ledger_pending_never_changed BEFORE UPDATE ON ledger_pending
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE ledger_pending ENABLE ALWAYS TRIGGER ledger_pending_never_changed;
"""

REFUSE_ON_TABLE = """
CREATE TRIGGER ledger_{0}_append_only BEFORE UPDATE OR DELETE ON ledger_{0}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE ledger_{0} ENABLE ALWAYS TRIGGER ledger_{0}_append_only;
REVOKE ALL ON ledger_{0} FROM kt1_app;
GRANT SELECT, INSERT ON ledger_{0} TO kt1_app;
"""

GRANTS = """
REVOKE ALL ON ledger_note, ledger_pending, ledger_cursor, ledger_request FROM kt1_app;
GRANT SELECT, INSERT, UPDATE (salt, bytes) ON ledger_note TO kt1_app;
GRANT SELECT, INSERT, DELETE ON ledger_pending TO kt1_app;
GRANT SELECT, INSERT, UPDATE (next_index) ON ledger_cursor TO kt1_app;
GRANT SELECT, INSERT, DELETE, UPDATE (answer) ON ledger_request TO kt1_app;
"""

STORAGE = """
-- Hashes do not compress: do not try.
ALTER TABLE ledger_tile ALTER COLUMN bytes SET STORAGE EXTERNAL;
-- Every row of the queue dies within seconds; a redacted text must leave its page soon.
ALTER TABLE ledger_pending SET
    (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
ALTER TABLE ledger_note SET
    (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);
-- One row a follower, changed with each batch: room for the next version on the same page.
ALTER TABLE ledger_cursor SET (fillfactor = 20);
"""

FORWARD = REFUSE + "".join(REFUSE_ON_TABLE.format(name) for name in WRITTEN_ONCE) + GRANTS + STORAGE


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
