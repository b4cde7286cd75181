"""What GET users/me costs, measured against a floor: see README.md here."""
