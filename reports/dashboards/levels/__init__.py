"""One level of the money at a time: where it deviates, since when and why."""
