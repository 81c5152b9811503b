"""What lasts: images by content hash, the ledger."""
