"""The stages: pure functions from declared tables to declared tables.

A stage knows no clock, no network, no path and no environment, and imports its heavy libraries inside functions.
"""
