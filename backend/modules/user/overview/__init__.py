"""The first page of administrators: numbers about accounts, e-mails, demos and jobs."""
