"""What things cost, printed by `make bench`: ratios within one run, never pass or fail."""
