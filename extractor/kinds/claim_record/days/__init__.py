"""What a day on a paper of claims may be, however it is written."""
