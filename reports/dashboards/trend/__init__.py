"""The year month by month."""
