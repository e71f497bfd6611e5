"""What the Department reads of its province at one look, and what of it may be shared."""
