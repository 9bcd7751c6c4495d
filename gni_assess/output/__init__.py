"""Diagnostics as text, concise lines, JSON, SARIF, JUnit, Markdown, and as GitHub and GitLab read them; and the baseline of what is known."""
