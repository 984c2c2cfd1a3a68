"""Indicators as the report tells them."""
