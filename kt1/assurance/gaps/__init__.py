"""What the ledger shows to be wrong: gaps in custody, broken seals, losses, lateness."""
