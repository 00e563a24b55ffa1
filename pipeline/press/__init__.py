"""What comes in: feeds, sitemaps, archives and files, fetched politely and kept byte for byte."""
