"""KT1: custody, clock and proof for Vietnam's postal network of the Party and the State."""

__version__ = "0.1.0"
