"""Which standard wording does an ICB keep, and how does it come into a plan?"""
