"""In: the guide and a call. Out: the records the call asks for, in the order shown."""
