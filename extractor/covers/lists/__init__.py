"""Lists of covers in a grid: where one stands, which column is which, and what each of its lines tells."""
