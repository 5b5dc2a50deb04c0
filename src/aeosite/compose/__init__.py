"""In: the guide and a page. Out: the page with its facts, free of any site generator."""
