"""Newsledger: every night's news, turned into a ledger of who said what."""
