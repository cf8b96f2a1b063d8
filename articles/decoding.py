"""From bytes to characters: which encoding a file is in, and no silent damage."""

import codecs
import re
import unicodedata

import webencodings
from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000  # bytes that detection looks at
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x7f\ufffd\ufffe\uffff]")

# What Western text in Windows-1252 never shows, and other eight-bit encodings read as Windows-1252 do.
_FOREIGN_IN_WORD = re.compile(r"[^\W\d_][¡¢£¤¥¦§¨©ª¬®¯°±²³´µ¶¸¹º¼½¾¿×÷‚ƒ†‡ˆ‰‹˜›][^\W\d_]|[a-zß-ÿ][À-ÖØ-ÞŠŒŽŸ][a-zß-ÿ]")
# Western letters that meet in no Western language, and the encoding in which they are letters that do meet.
_FOREIGN_MIXTURES = (
    ("cp1254", re.compile(r"^(?=.*[ðþý])(?!.*[áéíóúæ])", re.DOTALL)),  # Turkish; Icelandic has the others as well
    ("cp1250", re.compile(r"^(?=.*ø)(?=.*[èìù])", re.DOTALL)),  # Czech, Slovak
    ("cp1250", re.compile(r"^(?=.*õ)(?=.*[öüû])(?=.*[áéí])", re.DOTALL)),  # Hungarian; Estonian has no acute accents
)
_HIRAGANA = re.compile(r"[\u3041-\u309f]")


def decode(data: bytes, declared: str = "") -> str:
    """The characters of `data`: by its byte order mark, the declared charset, UTF-8, then detection.

    A byte order mark goes before a declared charset because it is in the file itself, and the declaration often is a
    server's default. Declared names are read as browsers read them (iso-8859-1 means Windows-1252); a declaration that
    the bytes contradict is passed over. Single damaged bytes in a text that is otherwise UTF-8, or otherwise as
    declared, become U+FFFD. Raises ValueError, with a sentence, where the bytes are not text in any known encoding.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(name, "replace"))
    encoding = webencodings.lookup(declared.strip()) if declared else None
    if encoding is not None:
        text = _decoded(data, encoding.codec_info.name)
        if text is not None and "\0" not in text:
            return _checked(text)
    if b"\0" in data:
        return _wide(data)
    text = _decoded(data, "utf-8")
    return _checked(_eight_bit(data) if text is None else text)


def _decoded(data: bytes, name: str) -> str | None:
    """The text if the bytes are in that encoding but for a few damaged places, else None."""
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        cut_off = error.start >= len(data) - 4 and error.reason == "unexpected end of data"
    text = data.decode(name, "replace")
    damaged = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - damaged
    return text if sound >= 10 * damaged or (cut_off and sound) else None


def _wide(data: bytes) -> str:
    """UTF-16 without a byte order mark: the byte order in which blanks, line ends and stops are blanks and stops."""
    best, best_score = "", 0
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data[: len(data) // 2 * 2].decode(name)
        except UnicodeDecodeError:
            continue
        score = sum(text.count(sign) for sign in " \n.,、。，e")
        if score > best_score:
            best, best_score = text, score
    odd = sum(unicodedata.category(character) in {"Cn", "Co"} for character in best[:_SAMPLE])
    if not best or odd * 50 > min(len(best), _SAMPLE):
        raise ValueError("The file holds binary data, not text.")
    return _checked(best)


def _eight_bit(data: bytes) -> str:
    """Text in an older encoding: Windows-1252 where that reads well, otherwise what detection finds."""
    first = next(index for index, byte in enumerate(data) if byte > 0x7F)
    sample = data[max(0, first - 1000) : first + _SAMPLE]
    encoding = _western(sample) or _japanese(data)
    if encoding is None:
        found = from_bytes(sample).best()
        if found is None:
            raise ValueError("The file's characters are in no encoding that could be recognised.")
        encoding = found.encoding
    return data.decode(encoding, "replace")


def _western(data: bytes) -> str | None:
    """cp1252, cp1250 or cp1254, if the bytes look like a language in Latin letters, else None."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = sum(character.isalpha() for character in text)
    accented = sum(character.isalpha() and character > "\x7f" for character in text)
    if accented > 0.3 * letters or 3 * letters < len(text):
        return None
    for encoding, mixture in _FOREIGN_MIXTURES:
        if mixture.search(text):
            return encoding
    return "cp1252" if len(_FOREIGN_IN_WORD.findall(text)) <= 0.02 * accented else None


def _japanese(data: bytes) -> str | None:
    """The Japanese encoding in which a fifth of the characters are hiragana, else None."""
    for encoding in ("shift_jis", "euc_jp"):
        text = data.decode(encoding, "ignore")
        if len(_HIRAGANA.findall(text)) > 0.2 * len(text):
            return encoding
    return None


def _checked(text: str) -> str:
    """The text, unless so much of it is control characters that it is a binary file."""
    if len(_CONTROLS.findall(text)) > 0.02 * len(text):
        raise ValueError("The file holds binary data, not text.")
    return text
