"""The words of English and Spanish by which sentences are read: alternatives of regular expressions, without groups."""

ENGLISH = {
    "months": "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?",
    "days": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "relative": "yesterday|today|tomorrow|(?:last|this|next) (?:year|month|week|summer|winter|night)|"
    "(?:[a-z]+|[0-9]+) (?:years|months|weeks|days|hours) (?:ago|earlier|later)",
    "century": r"(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+th|first)[ -]century",
    "numbers": "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|"
    "millions?|billions?|half|a quarter|a third|two[- ]thirds|twice|double|triple",
    "ordinals": "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth",
    "between": r"\s+(?:of\s+)?",
    "attribution": "according to|says?|said|told|tells|writes|wrote|reports|reported|claim(?:s|ed)|announced|confirmed|"
    "denie[sd]|insist(?:s|ed)|argue[sd]|admit(?:s|ted)|alleged(?:ly)?|commend(?:s|ed)|praised|"
    "describes?|described|call(?:s|ed|ing)? it|call(?:ed|ing)|testified|warned|estimate[sd]|quoted|"
    "based on|inspired by|adapted (?:from|by)|written by|directed by|produced by|created by|led by|founded by|owned by|"
    r"played by|plays(?! with)|played(?! with)|stars?(?= as| in)|starring|portrays|portrayed|appears as",
    "superlative": "the only|the first|the last|the largest|the biggest|"
    "the smallest|the oldest|the youngest|the highest|"
    "the lowest|the longest|the best|the worst|the fastest|the fewest|the deadliest|one of the (?:[a-z]+est|most)|"
    r"the most [a-z]+|most of|number one|No\. ?1|record|best-selling|first-ever|never before|worldwide|unprecedented",
    "comparison": "(?:more|less|fewer|higher|lower|larger|smaller|bigger|older|younger|faster|earlier|later) than|"
    "(?:twice|three times|half) as|compared (?:to|with)|at least|at most|up to|doubled|tripled|halved|"
    "outsold|outnumbered|exceed(?:s|ed)|rose|fell|increased|decreased|grew|dropped",
    "forecast": "will|expect|expects|could|would|may|might|should|probably|likely|perhaps|maybe|seems?|feels?",
    "advice": "you|your|yours|you're|you’re|you've|you’ve|let's|let’s",
    "plain": "the|a|an|this|that|these|those|it|its|he|she|they|we|i|you|his|her|their|our|my|your|in|on|at|by|of|for|"
    "from|to|with|as|and|but|or|so|if|when|while|what|who|why|how|where|is|are|was|were|be|been|has|have|had|do|does|"
    "did|not|no|yes|there|here|then|than|since|after|before|during|about|into|over|under|both|each|every|all|some|many|"
    "most|more|one|another|such|even|just|also|yet|still|though|although|because|until|without|within|between|among|"
    "perhaps|however|meanwhile|instead|first|second|third|finally|today|now|can|could|will|would|should|may|might|must|"
    "then|later|earlier|soon|once|often|sometimes|let|everyone|everybody|nobody|somebody|someone|nothing|something|"
    "everything|yesterday|tomorrow|last|next|according|like|unlike|despite|under|near|nearly|around|almost|only|never|"
    "others|neither|either|whether|where|whose|which|any|few|several|much|well|so|too|very|same|our|us|them|him|me",
    "small": "of|the|de|del|la|von|van|der|bin|al",
}
SPANISH = {
    "months": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre",
    "days": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "relative": "ayer|anteayer|hoy|mañana|(?:el|la|los|las) (?:año|mes|semana) (?:pasad[oa]|próxim[oa])|"
    "hace (?:[a-záéíóúñ]+|[0-9]+) (?:años?|meses|mes|semanas?|días?|horas?)|"
    "(?:[a-záéíóúñ]+|[0-9]+) (?:años|meses|semanas|días|horas) (?:antes|después|más tarde)",
    "century": "siglo [IVXL]+",
    "numbers": "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|"
    "dieciocho|diecinueve|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|cientos|"
    "doscient[oa]s|trescient[oa]s|quinient[oa]s|mil|miles|decenas|docenas?|millón|millones|la mitad|"
    "un tercio|dos tercios",
    "ordinals": "segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|séptim[oa]|octav[oa]|noven[oa]|décim[oa]",
    "between": r"\s+(?:de\s+)?",
    "attribution": "según|de acuerdo con|dijo|dice|dijeron|declaró|declararon|afirmó|afirma|aseguró|asegura|explicó|"
    "explica|escribió|escribe|informó|informaron|anunció|anunciaron|confirmó|confirmaron|negó|niega|señaló|señala|"
    "sostiene|sostuvo|denunció|admitió|reconoció|indicó|advirtió|calcula|relató|contó|"
    "basad[oa] en|inspirad[oa] (?:en|por)|adaptad[oa] (?:de|por)|escrit[oa] por|dirigid[oa] por|producid[oa] por|"
    "cread[oa] por|fundad[oa] por|interpretad[oa] por|interpreta(?= a)|encarna(?= a)|protagonizad[oa] por|da vida a",
    "superlative": "(?:el|la|los|las) (?:[a-záéíóúñ]+ )?más [a-záéíóúñ]+|(?:el|la) únic[oa]|(?:el|la) primer[ao]?|"
    "(?:el|la) últim[oa]|(?:el|la|los|las) mejor(?:es)?|(?:el|la|los|las) peor(?:es)?|(?:el|la) mayor|(?:el|la) menor|"
    "número uno|récord|sin precedentes|nunca antes",
    "comparison": "más de|menos de|más que|menos que|mayor que|menor que|(?:el )?doble (?:de|que)|al menos|"
    "por lo menos|hasta un|en comparación con|frente a|superó|supera|aumentó|disminuyó|creció|cayó|subió|bajó|duplicó",
    "forecast": "será|serán|podría|podrían|puede que|quizás?|tal vez|probablemente|parece|debería|deberían|habrá",
    "advice": "tú|usted|ustedes|vosotros|tu|tus",
    "plain": "el|la|los|las|un|una|unos|unas|lo|este|esta|estos|estas|ese|esa|eso|esto|aquel|aquella|él|ella|ellos|"
    "ellas|su|sus|mi|mis|nuestro|nuestra|en|de|del|al|a|por|para|con|sin|sobre|entre|desde|hasta|hacia|según|tras|"
    "durante|ante|y|e|o|u|ni|pero|sino|aunque|si|cuando|mientras|que|qué|quien|quién|como|cómo|donde|dónde|porque|"
    "es|son|fue|fueron|era|eran|ha|han|había|hay|no|sí|se|le|les|me|te|nos|muy|más|menos|también|además|todo|toda|"
    "todos|todas|cada|otro|otra|otros|otras|uno|así|ya|aún|hoy|ahora|después|antes|luego|entonces|finalmente|ayer|"
    "mañana|nunca|siempre|nadie|alguien|nada|algo|solo|sólo|apenas|casi|cerca|mientras|quizá|quizás|ambos|varios|muchos|"
    "muchas|algunos|algunas|mismo|misma|cuyo|cuya|cual|cuales|cuánto|dicho|dicha|tanto|tal|tan|allí|aquí|ahí",
    "small": "de|del|la|las|los|von|van|der|da|do",
}
_NEITHER = dict.fromkeys(ENGLISH, "(?!)")
_LANGUAGES = {"en": ENGLISH, "es": SPANISH}


def words_of(language: str) -> dict[str, str]:
    """Return the words of a language given by its BCP 47 tag; of one unknown here, alternatives that match nothing."""
    return _LANGUAGES.get(language.lower().replace("_", "-").split("-")[0], _NEITHER)
