"""One numbered, lettered or bulleted item of running text: what is wrong, how grave it is, what is to be done by when, who says it."""
