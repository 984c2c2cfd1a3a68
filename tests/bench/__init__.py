"""How far the program is from the floor: what the work costs at best."""
