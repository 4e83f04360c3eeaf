"""How people answer a survey, and the quick check that anyone can take."""
