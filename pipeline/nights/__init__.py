"""Nights: one stage on one shard, a whole night, nights again, nights by another extractor."""
