"""What things are: frozen data that every floor speaks, and no work."""
