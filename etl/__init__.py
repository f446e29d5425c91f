"""The order of work: one report through its stages, many reports through a batch."""
