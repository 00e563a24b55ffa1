"""The language part: from a text to its mentions and claims."""
