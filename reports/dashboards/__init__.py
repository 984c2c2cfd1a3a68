"""Where the deviation is, since when and why: pages down to the single row."""
