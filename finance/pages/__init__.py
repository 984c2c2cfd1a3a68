"""Pages of the forecast."""
