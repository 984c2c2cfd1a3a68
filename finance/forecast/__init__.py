"""A unit's forecast: rows to type in, checked, stored, spread and proposed."""
