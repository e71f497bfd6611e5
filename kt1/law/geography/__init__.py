"""Special geography: which communes a norm names, and what it adds to their transit time."""
