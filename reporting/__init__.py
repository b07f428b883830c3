"""What do the figures say?"""
