"""How the language model in ``pipeline/nlp/weights`` is trained; nothing of it is needed to read news."""
