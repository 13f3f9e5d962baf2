"""Random faults over outcomes in flight, against servers of its own: `python -m tests.chaos`."""
