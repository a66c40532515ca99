"""A notice → a draft pack for a person to confirm.

``whole.draft(record)`` makes all files of a pack from what the notice demands; ``workbench`` is what the service's page lets
somebody confirm number by number.
"""
