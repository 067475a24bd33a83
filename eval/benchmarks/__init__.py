"""What answers cost and how often the passage that holds the answer is found, for us and for others."""
