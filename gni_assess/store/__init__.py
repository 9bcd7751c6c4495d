"""Files in, files out: strict YAML with positions, schemas, packs, atomic saves, journal. The only code that touches a workspace."""
