"""Tests of the goals room."""
