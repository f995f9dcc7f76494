"""The portfolio: one private ledger for a family of funds, and what can be computed on it."""
