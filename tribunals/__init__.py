"""What has the Tribunal been asked, what has it said, and what is our answer?"""
