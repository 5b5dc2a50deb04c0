"""Check the records and pages of the AEO Guide, render them, build the site and pack its offline zip.

The modules, in the order data flows through them: ``problems`` and ``language``; ``yaml_text``, ``model`` and ``load``;
``pages``; ``rules``; ``render`` and ``expand``; then what touches a host: ``build``, ``package``, ``cli``.
"""

__version__ = "0.1.0"
