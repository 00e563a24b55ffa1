"""A small invented press: three outlets, their feeds, sitemaps and pages, and the gold claims of their stories."""
