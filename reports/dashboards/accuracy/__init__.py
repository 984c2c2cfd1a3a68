"""How far forecasts were from what became of them."""
