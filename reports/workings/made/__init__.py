"""Figures that are put together of others, and of what stands beside the ledger."""
