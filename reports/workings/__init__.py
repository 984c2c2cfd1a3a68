"""What figures are made of: formula, parts, rows, the lines of a file or the person."""
