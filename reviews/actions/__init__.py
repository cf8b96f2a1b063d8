"""What can happen in a review: a function each, keyword-only, one transaction, takes `now`, appends its event."""
