"""Training the text reader on handwriting: its texts, its pages, its fit."""
