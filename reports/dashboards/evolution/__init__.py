"""What each follow-up said of the year."""
