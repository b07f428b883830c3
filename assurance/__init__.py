"""What do we do around the cases: training, complex-case advice, coproduction?"""
