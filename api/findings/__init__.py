"""Findings across filings: what is wrong where, in the same order everywhere."""
