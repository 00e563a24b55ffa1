"""The language part: from a text to its mentions and claims."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before it is imported: it would report on its use and keep a file
