"""What editors run: the reference of fields, templates and schemas."""
