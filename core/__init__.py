"""What has no domain word in it: workflow, dates, form fields, PDF, outbox, drafts."""
