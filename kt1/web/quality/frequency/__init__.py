"""Pages of delivery frequency (tần suất phát): the table, the days behind it, one day's visits."""
