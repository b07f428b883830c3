"""How does a draft plan that was written elsewhere come in: which of its words belong to which section?"""
