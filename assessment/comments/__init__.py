"""Comments between closing and results: two people read them, strike words or leave them out, and release them."""
