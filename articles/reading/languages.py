"""Which language a text is in: by its script, then by its commonest words."""

from collections import Counter

import regex

_SCRIPTS = (
    ("ja", r"[\p{Hiragana}\p{Katakana}]"),  # before Chinese, whose characters Japanese uses too
    ("zh", r"\p{Han}"),
    ("ko", r"\p{Hangul}"),
    ("th", r"\p{Thai}"),
    ("he", r"\p{Hebrew}"),
    ("el", r"\p{Greek}"),
    ("hi", r"\p{Devanagari}"),
    ("ka", r"\p{Georgian}"),
    ("hy", r"\p{Armenian}"),
    ("fa", r"[پچژگ]"),
    ("ar", r"\p{Arabic}"),
    ("uk", r"[іїєґ]"),
    ("ru", r"\p{Cyrillic}"),
)
_SHARES = {"ja": 0.1, "fa": 0.01, "uk": 0.02}  # of all letters; the other scripts need a third
_SCRIPT_PATTERNS = tuple((code, regex.compile(pattern, regex.I), _SHARES.get(code, 0.33)) for code, pattern in _SCRIPTS)

_COMMON = {
    "en": "the of and to in is that for it was on with as are his he be this by from at have not but they which you",
    "de": "der die und das den von zu ist mit sich des auf für nicht ein eine dem im auch als es an werden aus er hat",
    "es": "de la que el en y los se del las un por con una su para es al lo como más pero sus le ya fue este ha sí",
    "fr": "de la le et les des en un du une que est pour qui dans par il sur au pas ne plus avec ce son sont cette aux",
    "it": "di che il la un per non in è una si con da del le dei alla nel sono gli come anche più della lo ha ma delle",
    "pt": "de que o a e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu foi são",
    "nl": "de van het een en in is dat op te zijn voor met die niet aan er om ook als bij maar dan werd wordt uit naar",
    "sv": "och att det i en som på är av för med den till inte har de om ett han men var jag sig från vi så kan när",
    "da": "og i at det en den til er som på de med han af for ikke der var et har jeg men sig om fra vi blev efter",
    "no": "og i det at en er som på til av for med de ikke han har den et var om men jeg seg fra vi ble etter kan nå",
    "pl": "w i na z się nie do to że jest o jak po za przez od dla co ale który jego są tym było tak może przy oraz",
    "cs": "a se v na je že to s z do o i jako jsou pro ve by za od po který ale jeho podle které bylo také byl při",
    "tr": "ve bir bu da de için ile çok olarak daha olan gibi en kadar sonra ne ama ya var o ki mi değil diye ise",
    "ro": "de și în a la cu pe din că este o un nu care pentru se sunt mai ce fi prin după au fost ca dar al ale",
}
_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_LETTERS = regex.compile(r"\p{L}")
_WORD = regex.compile(r"\p{L}+")
_SAMPLE = 20_000  # code points


def language_of(text: str) -> str:
    """The two-letter code (ISO 639-1) of the text's language, or "" where too little speaks for any."""
    sample = text[:_SAMPLE].lower()
    letters = len(_LETTERS.findall(sample))
    if not letters:
        return ""
    if sum(letter.isascii() for letter in _LETTERS.findall(sample)) < 0.5 * letters:
        for code, pattern, share in _SCRIPT_PATTERNS:
            if len(pattern.findall(sample)) > share * letters:
                return code
    words = _WORD.findall(sample)
    counts = Counter(code for word in words for code, common in _WORDS.items() if word in common)
    (code, count), *_ = counts.most_common(1) or [("", 0)]
    return code if count >= max(2, 0.1 * len(words)) else ""


def declared_language(declared: str) -> str:
    """The two-letter code in a declaration like "en-GB" or "de_AT"; "" where there is none."""
    code = declared.strip().replace("_", "-").split("-")[0].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
