"""Sessions: a quality network in a room, with phones, one laptop or paper."""
