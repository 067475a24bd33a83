"""Sets that others made, in their own formats."""
