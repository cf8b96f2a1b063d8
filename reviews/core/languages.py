"""Languages by their codes, as people say that they read them."""

from collections.abc import Collection

#: The commonest written languages of the press by their two letters (ISO 639-1); others go by their code.
NAMES = {
    "ar": "Arabic",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "gl": "Galician",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


def reads(languages: Collection[str], language: str) -> bool:
    """Whether somebody who reads these languages reads this one: "es-MX" is "es".

    Who has not said (no languages) reads any, and a text of unknown language ("" or "und") is read by anybody.
    """
    wanted = primary(language)
    return not languages or wanted in {"", "und"} or wanted in {primary(one) for one in languages}


def language_name(code: str) -> str:
    """Return a language as it is said, or its code where there is no word for it here."""
    return NAMES.get(primary(code), code)


def primary(code: str) -> str:
    """Return the language of a code without its region or script, in lower case."""
    return code.replace("_", "-").partition("-")[0].lower()
