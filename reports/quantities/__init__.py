"""Volumes, unit costs, prices and staff beside money."""
