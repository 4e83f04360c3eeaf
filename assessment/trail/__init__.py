"""The page on which administrators read who changed what in their organisation."""
