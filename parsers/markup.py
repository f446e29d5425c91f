"""Takes the markup that text exports carry (`**`, `<p>`, `<br>`, entities, `#`) out of a text."""

from __future__ import annotations

import html
import re
from functools import lru_cache

_TAG = re.compile(r"</?(?:p|br|b|i|u|em|strong|span|div|sup|sub|font)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")


@lru_cache(maxsize=4096)  # headers, labels and names are looked at many times over
def plain(text: str) -> str:
    """The words alone, white space collapsed: `**จำนวน** <p>3 ราย</p>` gives "จำนวน 3 ราย"."""
    if "#" in text:
        text = _HEADING.sub("", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return " ".join(text.replace("**", "").split())
