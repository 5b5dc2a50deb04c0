"""What a record may hold. ``fields`` has the kinds of value, ``records`` the kinds of record."""
