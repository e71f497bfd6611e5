"""Holds: what an open matter keeps from being destroyed."""
