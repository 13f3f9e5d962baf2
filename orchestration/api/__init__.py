"""The JSON API: it translates between HTTP and the rules of `outcomes` and `orchestration`, and adds none."""
