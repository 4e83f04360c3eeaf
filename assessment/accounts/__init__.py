"""Accounts: signing in and out, the second factor, colleagues and what each may do."""
