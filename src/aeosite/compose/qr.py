"""QR codes of page addresses, for printed pages."""

import segno
from markupsafe import Markup

MASK = 3
"""The pattern laid over every code. The standard tries all eight and takes the evenest, which takes four times as long; readers need any."""


SIZE = 106
"""The sides of a code in pixels, 28 mm, where no stylesheet is loaded."""


def qr_svg(text: str) -> Markup:
    """Return a QR code (ISO/IEC 18004, error correction M) as inline SVG; a stylesheet may give it another size.

    Args:
        text: what the code says, such as the address of a page.
    """
    code = segno.make(text, error="m", micro=False, mask=MASK)
    svg = code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000")
    return Markup(svg.replace("<svg ", f'<svg width="{SIZE}" height="{SIZE}" ', 1))
