"""Where is this assessment, plan or review, and which health wording is agreed?"""
