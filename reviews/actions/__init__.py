"""What can happen in a review. One function per thing: keyword-only, one transaction, takes `now`, appends its event."""
