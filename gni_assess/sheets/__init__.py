"""The only package that knows Excel: writing sheets and reading them back."""
