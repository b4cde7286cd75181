"""State-machine tests: random steps on an account, compared with a model."""
