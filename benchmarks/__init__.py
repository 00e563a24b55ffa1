"""Measurements: costs as ratios of two sides in one run, and an analyst's questions on a large ledger."""
