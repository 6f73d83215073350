"""The nouns of formkit: frozen values that every room shares, and the protocols between rooms."""
