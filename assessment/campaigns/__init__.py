"""Setting up campaigns, and taking in answer sheets that exist already."""
