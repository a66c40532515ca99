"""The running service: the application, what every request passes, health and counts, the process tree, its workers."""
