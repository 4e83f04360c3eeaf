"""What a release says: the view of it, its words, its JSON and its page. Reads released figures only."""
