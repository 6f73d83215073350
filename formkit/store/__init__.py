"""Where documents, corrections, persons and cases are kept: SQLAlchemy over SQLite, and files by hash."""
