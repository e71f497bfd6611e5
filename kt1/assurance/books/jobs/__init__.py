"""A long book is taken in by the worker, a part at a time, and can be stopped."""
