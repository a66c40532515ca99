"""Written values – money, days, numbers with check digits, names, places – each with ``parse`` and ``format``, its source and examples."""
