"""What words on a paper of claims mean: of a label, of a column's header, of a database's columns."""
