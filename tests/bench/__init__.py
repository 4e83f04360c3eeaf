"""What things cost, printed by `make bench`: ratios within one run. Only pages of colleagues have a bound."""
