"""Notices on their way to people: what they say, when they leave, and by what they travel."""
