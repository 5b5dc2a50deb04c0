"""The directives a page may use: their words and options, and the facts each one picks from the content.

The vocabulary is fixed and small, and there is no template language in pages: content comes from pull requests and must not run anything.
"""

from collections.abc import Mapping

from aeosite.guide.directives.benefits import BENEFITS
from aeosite.guide.directives.channels import CHANNELS
from aeosite.guide.directives.help import HELP
from aeosite.guide.directives.law import LAW
from aeosite.guide.directives.local import LOCAL
from aeosite.guide.directives.passages import PASSAGES
from aeosite.guide.directives.spec import Allowed, Facts, Spec
from aeosite.guide.directives.words import WORDS

__all__ = ["RECORD_DIRECTIVES", "Allowed", "Facts", "Spec"]

RECORD_DIRECTIVES: Mapping[str, Spec] = {**LAW, **BENEFITS, **HELP, **WORDS, **CHANNELS, **LOCAL, **PASSAGES}
"""Every directive that shows records, by name. Those of components stand in their folders."""
