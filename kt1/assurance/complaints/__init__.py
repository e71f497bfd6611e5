"""Complaints about items: in time or not, answered in time or not, what is owed and when."""
