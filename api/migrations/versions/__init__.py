"""One file per step. A step is never changed once a version of anze has been released with it."""
