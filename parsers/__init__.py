"""How to read a thing: bytes or text in, `schemas` types out."""
