"""The values of the domain and their own rules; standard library only."""
