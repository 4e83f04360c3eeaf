"""What each kind of phase shows: on the wall, in the facilitator's hand and on the phones."""
