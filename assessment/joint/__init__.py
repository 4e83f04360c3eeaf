"""The senior managers' joint answer: each answers alone, the team talks about what divides it, each confirms (A21)."""
