"""Writing of topics: texts, assessments and results, saved cell by cell, and steps."""
