"""Counts kept up to date as filings change: what one filing adds, and the job that folds it in. ``api.kpis`` reads them."""
