"""What keeps the project in order; nothing here ships."""
