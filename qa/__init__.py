"""Is the health wording right, and was it used?"""
