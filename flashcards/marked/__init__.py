"""Marked cards: the syntaxes of other tools, one grammar each."""
