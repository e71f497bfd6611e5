"""Pages of complaints and of requests of authorities."""
