"""How long what is registered of a disclosure request may be. Pure."""

AUTHORITY_CHARS_MAX = 120
BASIS_CHARS_MAX = 160
NUMBER_CHARS_MAX = 40
