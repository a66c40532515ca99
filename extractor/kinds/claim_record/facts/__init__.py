"""Every day, sum, number and name on a paper of claims, with what it may be."""
