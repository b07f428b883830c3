"""Is the agreed wording in the plans as they were issued, as somebody finds who reads a sample of them?"""
