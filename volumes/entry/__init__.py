"""Volumes as people enter them: by unit, series and month, in the kernel's grid."""
