"""The built-in generator: chooses, orders and trims sentences and table rows of the sources."""
