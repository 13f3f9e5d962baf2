"""What every test shares. Nothing of Django here, so that the planner's tests need no database."""
