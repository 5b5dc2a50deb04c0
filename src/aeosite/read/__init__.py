"""In: the bytes below ``docs/``. Out: content – typed records and parsed pages, with the problems met while reading."""
