"""Measurements on ledgers larger than a test needs."""
