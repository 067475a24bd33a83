"""Runs: a system's answers to a question set, their scores and figures, in one directory."""
