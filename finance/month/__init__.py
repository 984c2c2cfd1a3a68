"""The month: opened, handed in, approved, reconciled, settled and closed."""
