"""The gap report: one model of plain values, and the tables that every writer uses."""
