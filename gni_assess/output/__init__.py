"""Diagnostics as text, concise lines or JSON."""
