"""Row security on the reading log: the product adds rows, changes none, and reads none by itself.

Reading is lifted for one transaction by `kt1.log_reader`, which only the police's queries set.
The owner is not bound (FORCE is left out): clearing and backups see all rows.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE people_readinglog ENABLE ROW LEVEL SECURITY;

CREATE POLICY people_readinglog_anyone_adds ON people_readinglog
    FOR INSERT WITH CHECK (true);

CREATE POLICY people_readinglog_only_its_readers_read ON people_readinglog
    FOR SELECT USING (current_setting('kt1.log_reader', true) = 'on');

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kt1_app') THEN
        REVOKE UPDATE, DELETE ON people_readinglog FROM kt1_app;
    END IF;
END $$;
"""

BACKWARD = """
DROP POLICY people_readinglog_only_its_readers_read ON people_readinglog;
DROP POLICY people_readinglog_anyone_adds ON people_readinglog;
ALTER TABLE people_readinglog DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
