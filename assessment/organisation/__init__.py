"""The organisation: its tree of units, its groups, the people in it and how many they are."""
