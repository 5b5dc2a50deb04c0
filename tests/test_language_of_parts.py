"""Chinese words on a page of another language say that they are Chinese."""

import pytest

from aeosite.basics.fallback import with_languages


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Order</p>", "<p>Order</p>"),
        ("<p>the Notice (署税发) of 2024</p>", '<p>the Notice (<span lang="zh">署税发</span>) of 2024</p>'),
        ("<p>《海关法》第十条</p>", '<p>《<span lang="zh">海关法》第十条</span></p>'),
        ('<p lang="zh">海关</p><p>海关</p>', '<p lang="zh">海关</p><p><span lang="zh">海关</span></p>'),
        ('<div lang="zh"><div>海</div>关</div><b>关</b>', '<div lang="zh"><div>海</div>关</div><b><span lang="zh">关</span></b>'),
        ('<a lang="zh" href="x">中文</a> 关', '<a lang="zh" href="x">中文</a> <span lang="zh">关</span>'),
        ('<link hreflang="zh"><p>关</p>', '<link hreflang="zh"><p><span lang="zh">关</span></p>'),
        ('<p><img lang="zh" alt="关"> 关</p>', '<p><img lang="zh" alt="关"> <span lang="zh">关</span></p>'),
        ("<title>海关</title><option>海关</option>", "<title>海关</title><option>海关</option>"),
        ('<script>"海关"</script><p title="海关">x</p>', '<script>"海关"</script><p title="海关">x</p>'),
    ],
)
def test_chinese_on_an_english_page_is_marked_once(html: str, marked: str) -> None:
    assert with_languages(html, "en") == marked
    assert with_languages(html, "zh") == html


def test_marking_again_changes_nothing() -> None:
    once = with_languages("<p>the Notice (署税发)</p>", "en")
    assert with_languages(once, "en") == once
