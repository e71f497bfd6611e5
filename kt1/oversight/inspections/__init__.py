"""Watching (giám sát) and inspecting (kiểm tra) how the service is provided and used."""
