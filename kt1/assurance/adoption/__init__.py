"""Who uses the service, who does not or less than before, and the targets a province sets."""
