"""Unit cost against volume."""
