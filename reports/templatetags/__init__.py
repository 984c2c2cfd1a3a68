"""Template filters of the goals room."""
