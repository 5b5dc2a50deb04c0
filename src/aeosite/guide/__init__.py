"""In: content and a date. Out: the guide – what holds on that date, where each record is at home, which records a page asks for."""
