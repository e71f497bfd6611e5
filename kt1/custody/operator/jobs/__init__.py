"""A long file of events is checked and taken by the worker, and can be stopped."""
