"""What is asked of senior managers after a survey, what they promised, and what became of it."""
