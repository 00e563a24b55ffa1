"""What publishers list: feeds and news sitemaps, read into one form."""
