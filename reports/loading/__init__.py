"""Loading of a municipality's folder, theme by theme."""
