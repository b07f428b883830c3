"""The pages of annual reviews and of moves between phases of education."""
