"""API tokens: programs call the API for the owner of an account, within scopes."""
