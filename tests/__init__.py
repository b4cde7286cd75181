"""The tests: real Postgres, Valkey and SendGrid client; only time is a fake."""
