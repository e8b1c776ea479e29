"""Daily review: what to ask today, what was answered, and how sure one is of each card."""
