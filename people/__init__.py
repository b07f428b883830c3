"""Who is the child or young person, who is around them, and which organisation is involved?"""
