"""The start page of a follow-up, and several committees side by side."""
