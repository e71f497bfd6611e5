"""Simulated mail on the demonstration's network: what people would do, done by the actions."""
