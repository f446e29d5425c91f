"""Turns the published reports of one agency into what they say together, over quarters and years.

Read `agency.py` first: it is the order of the work. `refresh.py` says when it is done, and reads those
reports again about which another one now says something else.
"""
