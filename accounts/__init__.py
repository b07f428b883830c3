"""Who are you, for which organisation, and what may you do?"""
