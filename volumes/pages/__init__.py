"""Pages of volumes and staff."""
