"""The rules: each finds needs of one kind in blocks or statements."""
