"""One door of a courier's run, with who may sign there now."""

from dataclasses import dataclass
from datetime import datetime

from kt1.web.parts.chips import Chip
from kt1.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    title: str
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """`units` says what is for this door in words: "3 bì, 1 gói"."""

    key: str
    name: str
    address: str
    units: Words
    planned: datetime | None = None
    chip: Chip | None = None
    signers: tuple[Signer, ...] = ()
    #: Why nobody may sign now, when nobody may.
    gap: Words = ""
    act_url: str = ""
    act_label: Words = ""
