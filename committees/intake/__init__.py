"""Intake: the bytes of a file become typed rows, or a list of faults in Swedish."""
