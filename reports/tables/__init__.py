"""Report tables: values and pure builders, without Django."""
