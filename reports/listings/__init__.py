"""Tables whose rows are the committee's own topics, savings, providers, decisions."""
