"""How the built-in judge was made: from the data folder to the shipped weights in one command."""
