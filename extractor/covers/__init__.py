"""The covers of a policy with their sums, as rows, from tables, cards or sentences."""
