"""Requests of authorities to be shown records, registered with their minutes; no content."""
