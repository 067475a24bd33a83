"""Measurements that need no question set: `python -m indexing.benchmarks.vectors`."""
