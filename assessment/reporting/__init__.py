"""From results to a report that can be handed over, kept and checked: builds it, publishes it, verifies it."""
