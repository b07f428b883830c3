"""Who is getting this child's medical advice written?"""
