"""Delivery frequency (tần suất phát): how often a day the post came to a point."""
