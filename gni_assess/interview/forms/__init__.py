"""The questions about a policy, a system and a case, as data."""
