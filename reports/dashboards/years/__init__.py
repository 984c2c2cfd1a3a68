"""Net cost of several years."""
