"""The rules: one module each, pure; an explicit list registers them."""
