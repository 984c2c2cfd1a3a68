"""Generated committees of many cost centres, and what their pages cost."""
