"""Diagnostics as people, editors, programs and CI read them, and the baseline of what is known."""
