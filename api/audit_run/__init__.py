"""``anze audit ARCHIVE --to RESULT``: every filing of an archive of any size, unattended, in bounded memory.

The run is a row of stages; each works from the journal (one SQLite file in RESULT) and leaves what it did there, so that a
run killed at any moment goes on where it was. docs/audit.md has the tables.

====================  ==========================================================================================
``intake.sources``    what was given → files: folders, single files, lists, URLs
``intake.survey``     files and archives → a row for every member, before any is read
``intake.plan``       members → parcels and papers, by the rules of ``api.collect``
``reading``           papers → records, in worker processes; equal bytes once, a poisoned paper once more alone
``judging.grouping``  records → filings, out of core, by the rules of ``validators.grouping``
``judging.crossing``  filings → what they show only together, out of core, by the rules of ``validators.archive``
``judging``           filings → reports, in worker processes
``results``           reports → files of RESULT; a room with a module for each form
``storing``           filings → the service's database, where that was asked for
====================  ==========================================================================================
"""
