"""Digests of texts that translations are made from: the same for texts that differ in blanks and in the width of punctuation only."""

import hashlib
import unicodedata

_WIDE = str.maketrans({"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"'})


def mark_of(text: str) -> str:
    """Return eight hexadecimal digits that tell a text from what it is changed into."""
    bare = "".join(unicodedata.normalize("NFKC", text).translate(_WIDE).split())
    return hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
