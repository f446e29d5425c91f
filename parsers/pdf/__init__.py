"""A PDF's bytes to one Document: characters repaired, tables found, pages joined."""
