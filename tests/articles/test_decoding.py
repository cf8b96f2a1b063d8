import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import decode

GERMAN = "Die Größe der Übung – „sehr groß“ – kostet 5 €, für Käthe und Jürgen."
TEXTS = {
    "cp1252": [
        GERMAN,
        "L’été, c’est « déjà » la forêt où l’on naît.",
        "¿Qué pasó? El niño comió “jalapeños”.",
        "“Quotes” — and a dash…",
        "Það er íslenska með þorni og eth.",
        "São Paulo: a nação não põe ações.",
    ],
    "cp1250": [
        "Zażółć gęślą jaźń, powiedział prezes spółki w środę po południu. Było już późno.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy v sobotu večer u řeky.",
    ],
    "cp1251": ["Президент заявил в среду, что переговоры продолжатся на следующей неделе в Москве."],
    "cp1254": ["Cumhurbaşkanı çarşamba günü açıklama yaptı; görüşmeler gelecek hafta sürecek."],
    "shift_jis": ["東京で水曜日に会議が開かれ、首相は来週も協議を続けると述べた。記者団の質問に答えた。"],
}


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, texts in TEXTS.items() for text in texts])
def test_eight_bit_encodings_are_found(encoding, text):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize(
    "text", [GERMAN, "Это русский текст, и он довольно длинный.", "这是一个中文句子，一共有几个字。\n"]
)
def test_unicode_with_and_without_mark(encoding, text):
    assert decode(text.encode(encoding)) == text


def test_big_endian_mark():
    assert decode(codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be")) == GERMAN


def test_declared_charset_is_obeyed_as_browsers_do():
    assert decode(GERMAN.encode("cp1252"), "ISO-8859-1") == GERMAN
    assert decode("Привет".encode("koi8-r"), "koi8-r") == "Привет"
    assert decode("語".encode("euc-jp"), "euc-jp") == "語"


def test_wrong_or_unknown_declarations_are_passed_over():
    assert decode(GERMAN.encode(), "us-ascii-nonsense") == GERMAN
    assert decode(GERMAN.encode("cp1252"), "utf-8") == GERMAN
    assert decode("naïve".encode(), "zlib") == "naïve"
    assert decode(codecs.BOM_UTF8 + GERMAN.encode(), "windows-1252") == GERMAN


def test_a_damaged_byte_does_not_turn_utf8_into_gibberish():
    data = (GERMAN * 3).encode()
    damaged = data[:30] + b"\xff" + data[30:]
    assert decode(damaged).replace("\ufffd", "") == GERMAN * 3
    assert decode(data[:-1] + "ü".encode()[:1]).startswith(GERMAN)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01", b"MZ\x90\0\x03\0\0\0\x04"]
)
def test_binary_is_refused_with_a_sentence(data):
    with pytest.raises(ValueError, match=r"^The file.*\.$"):
        decode(data)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "latin-1", "utf-16", "utf-7", "idna", "big5"]))
def test_any_bytes_are_text_or_refused(data, declared):
    try:
        result = decode(data, declared)
    except ValueError as error:
        result = error
    assert isinstance(result, str) or str(result).startswith("The file")


@settings(deadline=None)
@given(st.text())
def test_utf8_survives(text):
    if "\0" not in text and not text.startswith("\ufeff"):
        try:
            assert decode(text.encode("utf-8", "replace")) == text.encode("utf-8", "replace").decode()
        except ValueError:
            assert any(character < " " or character in "\x7f\ufffd\ufffe\uffff" for character in text)
