"""Confirming the quality of a period, on pages."""
