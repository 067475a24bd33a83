"""Language models that write answers: adapters of models, and the generator that works with any of them."""
