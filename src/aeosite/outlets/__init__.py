"""In: composed pages. Out: the forms in which the guide reaches people."""
