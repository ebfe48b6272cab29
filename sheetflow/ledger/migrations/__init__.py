"""The ledger's tables, step by step; each step is applied once and never changed afterwards."""
