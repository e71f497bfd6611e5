"""The mark that a brought book states is guarded as the mark of an item is.

What the installation's mode does not store is refused; what is stored shows only inside a
transaction that has written the reading log.
"""

from django.db import migrations

FORWARD = """
CREATE TRIGGER assurance_linemark_fits_the_mode_when_added AFTER INSERT ON assurance_linemark
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION custody_mark_fits_the_mode();
ALTER TABLE assurance_linemark
    ENABLE ALWAYS TRIGGER assurance_linemark_fits_the_mode_when_added;
ALTER TABLE assurance_linemark ENABLE ROW LEVEL SECURITY;
ALTER TABLE assurance_linemark FORCE ROW LEVEL SECURITY;
CREATE POLICY assurance_linemark_anyone_adds ON assurance_linemark FOR INSERT WITH CHECK (true);
CREATE POLICY assurance_linemark_anyone_drops ON assurance_linemark FOR DELETE USING (true);
CREATE POLICY assurance_linemark_is_read_under_the_log ON assurance_linemark
    FOR SELECT USING (coalesce(current_setting('kt1.reading', true), '') <> '');
"""

BACKWARD = """
DROP POLICY assurance_linemark_is_read_under_the_log ON assurance_linemark;
DROP POLICY assurance_linemark_anyone_drops ON assurance_linemark;
DROP POLICY assurance_linemark_anyone_adds ON assurance_linemark;
ALTER TABLE assurance_linemark NO FORCE ROW LEVEL SECURITY;
ALTER TABLE assurance_linemark DISABLE ROW LEVEL SECURITY;
DROP TRIGGER assurance_linemark_fits_the_mode_when_added ON assurance_linemark;
"""


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial"), ("custody", "0002_marks_are_guarded")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
