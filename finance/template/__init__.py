"""The forecast as an Excel template: written, filled in, read back."""
