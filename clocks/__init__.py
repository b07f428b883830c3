"""What does the law say is due when, and what is due, met, late or lapsed?"""
