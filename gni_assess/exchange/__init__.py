"""What goes out and comes back: questionnaires, requests, lists of evidence. It returns changes and writes nothing itself."""
