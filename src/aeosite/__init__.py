"""Check the records and pages of the AEO Guide, compose them, and write them to every outlet.

A folder a stage, in the order data flows: ``basics``, ``model``, ``read``, ``guide``, ``rules``, ``compose``, ``outlets``; each says in its
first line what enters and what leaves. ``editing`` holds what editors run beside the build, ``cli`` is the command.
"""

__version__ = "0.1.0"
