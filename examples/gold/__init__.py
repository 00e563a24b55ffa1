"""Our own gold documents in two parts, ``dev`` and ``gate``; docs/annotation-guide.md is how they are marked."""
