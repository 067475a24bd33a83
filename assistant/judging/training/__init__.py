"""Claims to learn judging from and to measure judges on: labelled by people, or made of true ones."""
