"""Which cases go to which multi-agency panel, who sat there, and what was decided?"""
