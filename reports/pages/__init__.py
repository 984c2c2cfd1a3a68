"""Pages that need money and volumes together: unit costs, volume and price, staff."""
