"""Indicators as people enter them: outcomes and targets, in the kernel's grid."""
