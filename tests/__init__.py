"""The tests: real PostgreSQL, Valkey and SendGrid client; only the clock is a fake."""
