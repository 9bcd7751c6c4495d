"""The questions of the interview, one module for each kind."""
