"""Volumes: service users, places, hours and what a unit of them costs."""
