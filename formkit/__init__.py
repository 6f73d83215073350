"""formkit: print paper handbooks, read the filled ones back, and make rosters of them."""

__version__ = "0.1.0"
