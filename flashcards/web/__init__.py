"""The page in the browser: review, all cards, the plan and the brief, for this machine alone."""
