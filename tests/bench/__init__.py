"""`make bench`: how near the product comes to what the work itself costs; ratios of one run."""
