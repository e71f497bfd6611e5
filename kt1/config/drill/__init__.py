"""Drills: what happens when the worst happens, for real, on a database of their own."""
