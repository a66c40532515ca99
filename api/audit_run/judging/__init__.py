"""Records → filings → judgements, in worker processes: what they are kept and crossed by, and judged again without their papers."""
