"""Writers: each turns the same book of plain values into one kind of file. They touch no files and no clock."""
