"""Pages of incidents (sự cố) and drills (diễn tập)."""
