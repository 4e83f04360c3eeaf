"""F5, F7: the disk is full or the database busy. Nobody is told "received" wrongly, and all goes on afterwards."""
