"""A lived-in example organisation: two surveys a year apart, with a story in them. Everything is made up."""
