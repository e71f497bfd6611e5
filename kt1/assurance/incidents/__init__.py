"""Incidents of security (sự cố), apart from irregularities of work (sự vụ), which are custody's."""
