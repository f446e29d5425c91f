"""Turns findings and checks into what people and programs read: HTML pages and JSON."""
