"""Pages: the highlighted article, the page of a night, the quality report."""
