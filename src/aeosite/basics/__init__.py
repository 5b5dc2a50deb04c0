"""What every stage may use: problems with their places, and the languages."""
