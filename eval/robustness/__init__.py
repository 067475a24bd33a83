"""Whether answers stay right when texts or questions are tampered with."""
