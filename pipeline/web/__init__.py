"""The claims browser: a read-only web application over the published file."""
