"""The tables of the law, gathered where Django looks for them."""

from kt1.law.book.models import LawRevision
from kt1.law.calendars.models import CalendarDay, CalendarYear
from kt1.law.catalogue.models import ServiceInformation
from kt1.law.instruments.models import Instrument
from kt1.law.modes.models import InstallationMode
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.tariffs.models import PayerRule, Tariff, TariffRate

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "InstallationMode",
    "Instrument",
    "LawRevision",
    "LegalParameter",
    "NormSet",
    "PayerRule",
    "ServiceInformation",
    "Tariff",
    "TariffRate",
]
