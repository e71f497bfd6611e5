"""Start-up checks: a wrong installation says so before it serves anybody, and how to mend it."""
