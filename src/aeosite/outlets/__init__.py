"""In: the book, every page composed. Out: the forms in which the guide reaches people, one module each, listed in ``OUTLETS``."""
