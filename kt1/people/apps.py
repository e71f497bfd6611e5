from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kt1.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
