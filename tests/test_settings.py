"""The settings of the site, read without its generator."""

from pathlib import Path

import pytest

from aeosite.read.settings import ZIP_LIMIT, BadSettings, Settings, read_settings

PLAIN = "site_name: 甲\nplugins:\n  - i18n:\n      languages:\n        - {locale: zh}\n        - {locale: en, site_name: A}\n"


def settings(folder: Path, text: str, **environment: str) -> Settings:
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return read_settings(folder, environment)


def test_the_names_the_order_of_pages_and_the_address_are_read(tmp_path: Path) -> None:
    nav = "nav:\n  - index.md\n  - 乙:\n      - a.md\n      - 丙:\n          - 丁: b.md\n"
    read = settings(tmp_path, f"{PLAIN}site_url: https://a.example/x\n{nav}")
    assert dict(read.names) == {"zh": "甲", "en": "A"}
    assert read.nav == ("index.md", "a.md", "b.md")
    assert read.site_url == read.printed_url == "https://a.example/x/"


@pytest.mark.parametrize(
    ("environment", "url", "printed"),
    [
        ({}, "https://aeo-guide.example/", None),
        ({"AEO_GUIDE_URL": ""}, "https://aeo-guide.example/", None),
        ({"AEO_GUIDE_URL": "https://aeo.gov.example/g"}, "https://aeo.gov.example/g/", "https://aeo.gov.example/g/"),
    ],
)
def test_until_an_address_is_set_none_is_printed(
    environment: dict[str, str], url: str, printed: str | None, tmp_path: Path
) -> None:
    read = settings(tmp_path, f'{PLAIN}site_url: !ENV [AEO_GUIDE_URL, "https://aeo-guide.example/"]\n', **environment)
    assert (read.site_url, read.printed_url) == (url, printed)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nav: [\n", "mkdocs.yml:2:1"),
        ("a: b: c\n", "mkdocs.yml:1:5"),
        ("- a\n", "mkdocs.yml:1:1"),
        ("extra: {zip_limit: big}\n", "mkdocs.yml:1:1"),
        ("extra: {signing_fingerprint: 'MD5:00'}\n", "mkdocs.yml:1:1"),
    ],
)
def test_settings_that_cannot_be_read_are_a_sentence_with_a_place(text: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as failed:
        settings(tmp_path, text)
    assert str(failed.value.problem.place) == place


def test_missing_settings_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSettings):
        read_settings(tmp_path, {})


def test_no_tag_in_the_settings_runs_anything(tmp_path: Path) -> None:
    read = settings(tmp_path, f"{PLAIN}x: !!python/object/apply:os.mkdir [{tmp_path}/ran]\n")
    assert read.names["zh"] == "甲"
    assert not (tmp_path / "ran").exists()


def test_the_limit_of_the_zip_is_a_setting(tmp_path: Path) -> None:
    assert settings(tmp_path, PLAIN).zip_limit == ZIP_LIMIT
    assert settings(tmp_path, f"{PLAIN}extra: {{zip_limit: 20_000_000}}\n").zip_limit == 20_000_000
