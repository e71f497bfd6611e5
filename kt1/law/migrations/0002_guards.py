"""What is entered as law stays as it was entered, whoever asks.

A parameter may be closed and confirmed, a calendar day withdrawn and confirmed, a mode ended;
nothing else of them changes and nothing is deleted. Every change of the law gives the revision a
new token, so that processes drop what they worked out from the old one.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION law_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps its history: close the row instead', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION law_parameter_is_closed_or_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.norm_set_id, NEW.key, NEW.scope, NEW.unit, NEW.valid_from,
        NEW.article, NEW.evidence, NEW.note)
       IS DISTINCT FROM
       (OLD.id, OLD.norm_set_id, OLD.key, OLD.scope, OLD.unit, OLD.valid_from,
        OLD.article, OLD.evidence, OLD.note)
       OR NEW.value IS DISTINCT FROM OLD.value
       OR NEW.instrument_id IS DISTINCT FROM OLD.instrument_id
       OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to)
       OR (OLD.confirmed_at IS NOT NULL
           AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM
               (OLD.confirmed_by, OLD.confirmed_at))
    THEN
        RAISE EXCEPTION 'a legal parameter is never edited: close it and add another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION law_calendarday_is_withdrawn_or_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.calendar, NEW.date, NEW.kind, NEW.name, NEW.article, NEW.evidence, NEW.note)
       IS DISTINCT FROM
       (OLD.id, OLD.calendar, OLD.date, OLD.kind, OLD.name, OLD.article, OLD.evidence, OLD.note)
       OR NEW.pair IS DISTINCT FROM OLD.pair
       OR NEW.instrument_id IS DISTINCT FROM OLD.instrument_id
       OR (OLD.confirmed AND NOT NEW.confirmed)
       OR (OLD.withdrawn_at IS NOT NULL
           AND (NEW.withdrawn_at, NEW.withdrawn_reason) IS DISTINCT FROM
               (OLD.withdrawn_at, OLD.withdrawn_reason))
    THEN
        RAISE EXCEPTION 'a calendar day is never edited: withdraw it and add another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION law_mode_is_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to'
       OR OLD.valid_to IS NOT NULL
    THEN
        RAISE EXCEPTION 'a mode is ended, never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION law_has_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE law_lawrevision SET token = gen_random_uuid() WHERE id = 1;
    RETURN NULL;
END $$;

-- The mode in which the installation runs now; custody's constraints ask it.
CREATE FUNCTION law_current_mode() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT mode FROM law_installationmode WHERE valid_to IS NULL
$$;

CREATE TRIGGER law_legalparameter_is_closed_or_confirmed BEFORE UPDATE ON law_legalparameter
    FOR EACH ROW EXECUTE FUNCTION law_parameter_is_closed_or_confirmed();
CREATE TRIGGER law_calendarday_is_withdrawn_or_confirmed BEFORE UPDATE ON law_calendarday
    FOR EACH ROW EXECUTE FUNCTION law_calendarday_is_withdrawn_or_confirmed();
CREATE TRIGGER law_installationmode_is_ended BEFORE UPDATE ON law_installationmode
    FOR EACH ROW EXECUTE FUNCTION law_mode_is_ended();

INSERT INTO law_lawrevision (id, token) VALUES (1, gen_random_uuid());
"""

KEPT = ("legalparameter", "calendarday", "installationmode", "calendaryear", "normset")
WATCHED = (*KEPT, "instrument")

FORWARD += "".join(
    f"""
CREATE TRIGGER law_{table}_keeps_its_history BEFORE DELETE ON law_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION law_refuse_delete();
"""
    for table in KEPT
)
FORWARD += "".join(
    f"""
CREATE TRIGGER law_{table}_raises_the_revision
    AFTER INSERT OR UPDATE OR DELETE ON law_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION law_has_changed();
"""
    for table in WATCHED
)


class Migration(migrations.Migration):
    dependencies = [("law", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD),
    ]
