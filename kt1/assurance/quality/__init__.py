"""Quality of the service as domain §4.4 defines it, force majeure, confirmation by both sides."""
