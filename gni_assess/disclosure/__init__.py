"""Who may see what: pure functions from a record and an audience to what that audience gets."""
