"""From answers to figures: pure arithmetic, no web framework, no database."""
