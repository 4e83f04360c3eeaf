"""Mail: an outbox of rows without texts, and the one way to a mail server."""
