"""Tests of the volumes room."""
