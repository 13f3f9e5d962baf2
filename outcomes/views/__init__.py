"""Pages of outcomes and of what belongs to them."""
