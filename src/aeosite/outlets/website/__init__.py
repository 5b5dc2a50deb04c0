"""The website: every article in the frame that MkDocs makes, with the theme's and our own files beside it."""

from aeosite.outlets.website.site import begin, write

__all__ = ["begin", "write"]
