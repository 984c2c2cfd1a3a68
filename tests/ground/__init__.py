"""Tests of what every room stands on: settings, requests, jobs, signing in."""
