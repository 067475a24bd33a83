"""Retrieval across languages and within one: `python -m eval.crosslanguage --data DIR`."""
