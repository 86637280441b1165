"""Bodies and replies of the HTTP contract; the one api package that `actions` may import."""
