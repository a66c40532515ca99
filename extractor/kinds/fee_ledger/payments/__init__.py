"""Entries that stand in no book: cards, slips, sentences, an app's account, tables of who was paid."""
