"""The interview: a pure state machine, a session loop, and the terminal as a protocol."""
