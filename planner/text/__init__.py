"""Text → blocks → statements."""
