"""The commands of ``assessment``, a file each."""
