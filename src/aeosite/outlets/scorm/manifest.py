"""The manifest of a SCORM 1.2 package: IMS Content Packaging 1.1.2 with the extensions of ADL."""

from collections.abc import Sequence
from xml.etree import ElementTree

from aeosite.basics.language import Language
from aeosite.outlets.identity import lasting

CONTENT = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = f"{CONTENT} imscp_rootv1p1p2.xsd {ADL} adlcp_rootv1p2.xsd"


def manifest(language: Language, title: str, version: str, start: str, files: Sequence[str]) -> bytes:
    """Return ``imsmanifest.xml`` of a package with one content object.

    Args:
        language: the language of the package.
        title: what a platform calls it.
        version: its edition.
        start: the file that a platform opens.
        files: every file of the package but the manifest.
    """
    name = lasting("scorm", language)
    root = ElementTree.Element(
        "manifest",
        {
            "identifier": f"M-{name}",
            "version": version,
            "xmlns": CONTENT,
            "xmlns:adlcp": ADL,
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": _SCHEMAS,
        },
    )
    about = ElementTree.SubElement(root, "metadata")
    ElementTree.SubElement(about, "schema").text = "ADL SCORM"
    ElementTree.SubElement(about, "schemaversion").text = "1.2"
    organizations = ElementTree.SubElement(root, "organizations", {"default": f"O-{name}"})
    organization = ElementTree.SubElement(organizations, "organization", {"identifier": f"O-{name}"})
    ElementTree.SubElement(organization, "title").text = title
    item = ElementTree.SubElement(
        organization, "item", {"identifier": f"I-{name}", "identifierref": f"R-{name}", "isvisible": "true"}
    )
    ElementTree.SubElement(item, "title").text = title
    resources = ElementTree.SubElement(root, "resources")
    resource = ElementTree.SubElement(
        resources,
        "resource",
        {"identifier": f"R-{name}", "type": "webcontent", "adlcp:scormtype": "sco", "href": start},
    )
    for file in files:
        ElementTree.SubElement(resource, "file", {"href": file})
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
