from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kt1.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
