"""Filling blank Word files as people do by typing: for measuring how they are read."""
