"""Money: budget, outcome, forecast, grant, investments and balance."""
