"""What should I do now, and what is the whole story of this child?"""
