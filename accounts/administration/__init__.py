"""How does an administrator look after the people, teams and organisations of their board's world?"""
