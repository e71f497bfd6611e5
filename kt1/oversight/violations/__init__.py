"""Violations: from a finding through correction and re-check to one of three outcomes."""
