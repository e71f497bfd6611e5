"""Pages of directives, tasks and the inbox of requests."""
