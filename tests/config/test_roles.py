"""The product's own role reads and writes rows, and nothing else."""

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

pytestmark = pytest.mark.django_db


def test_tests_connect_as_the_product_does() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, session_user, rolsuper, rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("kt1_app", "kt1_app", False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a int)",
        "TRUNCATE django_session",
        "ALTER TABLE django_session DISABLE TRIGGER ALL",
        "DROP TABLE django_session",
        "SET ROLE kt1_owner",
        "UPDATE kt1_installation SET clock_offset = '1 day'",
    ],
)
def test_the_product_may_not(statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute(statement)
