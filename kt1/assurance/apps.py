from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "kt1.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"
