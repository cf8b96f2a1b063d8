"""What the furniture of publications says, in the languages of Western newsrooms: phrases in general use."""

import regex


def _whole(*alternatives: str) -> regex.Pattern[str]:
    return regex.compile(r"^(?:" + "|".join(alternatives) + r")$", regex.I)


SIGNS = regex.compile(r"^[^\p{L}\p{N}“\"'‘«¿¡(\[©]+")
"""Arrows, emoji, bullets and rules before the first word."""

EMOJI = regex.compile(r"^[^\p{L}\p{N}]*[\p{Extended_Pictographic}→➡▶►»›✨]")

CROSS_PROMOTION = regex.compile(
    r"""^(?:see\ also|read\ (?:more|also|next|this(?:\ next)?)|also\ read|also\ see|don['’]?t\ miss
    |more\ on\ this(?:\ story)?
    |(?:related|recommended|suggested)(?:\ (?:articles?|stor(?:y|ies)|reading|posts?|coverage|content|links?))?
    |you\ (?:may|might)\ also\ like|what\ to\ read\ next|up\ next|watch(?:\ (?:now|also|more))?|listen(?:\ now)?
    |(?:lesen\ sie|lies)\ (?:auch|mehr|dazu)|mehr\ (?:zum\ thema|dazu|lesen)|siehe\ auch|auch\ interessant
    |(?:à\ )?lire\ (?:aussi|également)|voir\ aussi|sur\ le\ même\ sujet|à\ voir\ aussi
    |(?:lee|lea|leer|ver|mira|vea)\ (?:también|además|más)|te\ puede\ interesar|más\ información
    |leggi\ anche|guarda\ anche|potrebbe\ interessarti|leia\ (?:também|mais)|veja\ (?:também|mais)
    |lees\ (?:ook|meer|verder)|läs\ (?:också|mer|även)|læs\ også|les\ også)
    \s*(?P<after>[:：|»›>→–—-]|$)\s*""",
    regex.I | regex.X,
)
"""A pointer to another piece: the phrase, then a colon or arrow or nothing at all."""

LIST_HEADS = _whole(
    r"(?:related|recommended|suggested|similar|popular|latest|trending|most (?:read|popular|viewed|shared))"
    r"(?: (?:articles?|stor(?:y|ies)|posts?|news|reads?|links?|topics?|content|now))?",
    r"more (?:from|stories|articles|news|on this|in)\b.{0,40}",
    r"(?:you (?:may|might) also like|what to read next|read next|recommended for you|further reading from us|see also)",
    r"(?:mehr|weitere) (?:zum thema|von\b.{0,40})|meistgelesen|auch interessant",
    r"(?:mehr|weitere) (?:(?:aktuelle|interessante|neue) )?(?:themen|artikel|beiträge|meldungen|nachrichten)\b.{0,40}",
    r"(?:sur le même sujet|à lire aussi|articles (?:liés|similaires)|les plus lus)",
    r"(?:noticias|artículos|contenido|notas) relacionad[oa]s?|te puede interesar|lo más (?:leído|visto)",
    r"articoli correlati|potrebbe interessarti|leia também|notícias relacionadas|gerelateerde artikelen|lees ook",
)
"""The line above a list of links."""

AUTHOR_HEADS = _whole(
    r"(?:(?:about|detail|details|more about|meet) )?(?:the )?(?:author|writer|journalist|contributor)s?"
    r"(?: (?:details?|bio(?:graphy)?|profile|info(?:rmation)?|box))?",
    r"about (?:me|us)|contact(?: (?:us|details?|information|the author))?|author['’]s profile",
    r"(?:über|zu[rm]?) (?:den|die|der|dem)? ?(?:autor(?:in|en)?|verfasser(?:in)?)|zum autor|zur person des autors",
    r"à propos de l['’]aut(?:eur|rice)|l['’]aut(?:eur|rice)|sobre (?:el|la|o|a) autora?|acerca del autor",
    r"(?:l['’])?(?:autore|autrice)|sull['’]autore|over de auteur|om (?:författaren|forfatteren)",
)

_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whats\s?app|telegram|pinterest|reddit|instagram|threads|bluesky|mastodon|tumblr|"
    r"flipboard|pocket|xing|messenger|snapchat|tiktok|youtube|e-?mail|print|copy link|link|sms|rss)"
)
_SHARE = (
    r"(?:share|tweet|pin(?: it)?|post|like|save|bookmark|send|print|follow|copy link|gift(?: article)?|teilen|merken|"
    r"drucken|partager|imprimer|compartir|imprimir|guardar|condividi|stampa|compartilhar|salvar|delen|dela|del)"
)
SHARE = _whole(
    rf"{_SHARE}(?: (?:this|the|on|via|by|to|with|us|it|auf|per|sur|en|su|no|op|på))*"
    r"(?: (?:article|story|post|page|artikel))?"
    rf"(?:(?: (?:on|via|by|to|auf|sur|en|su|no|op|på))? {_NETWORK})?[:.]?",
    rf"(?:{_SHARE}[:,]?\s+)?{_NETWORK}(?:(?:\s*[|/,·•&+]\s*|\s+)(?:and |und |et |y )?(?:{_NETWORK}|{_SHARE}))+",
    rf"follow (?:us|me|him|her|them)\b.{{0,120}}\b{_NETWORK}\b.{{0,60}}",
    r"folgen sie uns\b.{0,60}|suivez-nous\b.{0,60}|síguenos\b.{0,60}|seguici\b.{0,60}|siga-nos\b.{0,60}",
)
"""Lines that only share; single words of it only count beside other furniture or at the ends (`LONE_SHARE`)."""

LONE_SHARE = _whole(_NETWORK, r"likes?|\d+ (?:likes?|shares?|views?|reads?|claps?|aufrufe|vues|visitas)")

COMMENTS = _whole(
    r"(?:\d[\d.,]* )?comments?(?: ?\(\d+\)|:? \d+)?(?: (?:are )?closed\.?)?|(?:leave|post|add|write|view|show|see|read)"
    r"(?: (?:all|a|your|the|more))* (?:comments?|reply)|be the first to comment\.?",
    r"join the (?:conversation|discussion)\.?",
    r"no comments(?: yet)?\.?|(?:\d+ )?kommentare?(?: ?\(\d+\))?|kommentar (?:schreiben|verfassen)|kommentare anzeigen",
    r"(?:\d+ )?commentaires?|(?:laisser|ajouter) un commentaire|réagir|(?:\d+ )?comentarios?|deja(?:r)? un comentario",
    r"(?:\d+ )?commenti|lascia un commento|(?:\d+ )?comentários?|deixe um comentário|(?:\d+ )?reacties|reageer",
)

PROMOTION = regex.compile(
    r"""^(?:(?:please\ )?(?:subscribe|sign\ up|register|join|get)\b.{0,80}\b(?:our|my|the|free|daily|weekly)\b.{0,60}
        \b(?:newsletters?|mailing\ list|inbox|channel|app|podcast|updates)\b.{0,120}
    |subscribe\ to\ .{0,60}\bnewsletters?[.!]?
    |(?:subscribe|subscribe\ now|sign\ up|sign\ in|log\ in|register|newsletter
        |become\ a\ member|support\ (?:us|our\ work))[.!]?
    |(?:abonnieren\ sie|melden\ sie\ sich|jetzt\ abonnieren|newsletter\ abonnieren)\b.{0,160}
    |(?:abonnez-vous|inscrivez-vous|recevez)\b.{0,160}|(?:suscríbe(?:te|ase)|regístrate)\b.{0,160}
    |(?:iscriviti|abbonati)\b.{0,160}|(?:assine|inscreva-se|cadastre-se)\b.{0,160}
    |(?:we\ use|this\ (?:web)?site\ uses|our\ (?:web)?site\ uses|by\ (?:continuing|using|clicking|browsing))\b.{0,160}
        \bcookies?\b.{0,400}
    |(?:accept|reject|manage)(?:\ all)?\ (?:cookies|preferences)|(?:alle\ )?cookies\ akzeptieren
    |(?:wir|diese\ (?:web)?seite|unsere\ (?:web)?seite)\b.{0,60}\b(?:verwende[nt]|nutz(?:en|t))\b.{0,60}
        \bcookies\b.{0,400}
    |(?:nous\ utilisons|ce\ site\ utilise)\b.{0,80}\bcookies\b.{0,400}
    |(?:utilizamos|usamos|este\ sitio\ (?:web\ )?utiliza)\b.{0,80}\bcookies\b.{0,400})$""",
    regex.I | regex.X,
)

PAGE_PARTS = _whole(
    r"\[?(?:advertisements?|advert|sponsored(?: content)?|promoted(?: content)?|anzeige|werbung|publicité|"
    r"publicidade?|pubblicità|advertentie|annons|reklame?)\]?:?",
    r"(?:article|story|text) continues (?:below|after)\b.{0,40}|scroll (?:down )?(?:to|for) (?:continue|more)\b.{0,40}",
    r"skip to (?:main )?content|back to top|nach oben|zum inhalt springen|loading\.{0,3}…?|continue reading|show more|"
    r"(?:previous|next)(?: (?:article|post|story|page))?|menu|search|home",
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:19|20)\d\d\b.{0,120}|(?:©|copyright)\b.{0,60}\b(?:19|20)\d\d\b.{0,80}|"
    r"all rights reserved\.?|alle rechte vorbehalten\.?|tous droits réservés\.?|todos los derechos reservados\.?",
)

TAGS = regex.compile(
    r"^(?:tags?|filed under|topics?|categor(?:y|ies)|keywords|schlagw(?:ö|o)rte?r?|themen|étiquettes|etiquetas|"
    r"temas|argomenti)\s*:\s*\S.{0,200}$",
    regex.I,
)

READING_TIME = _whole(
    r"(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd)"
    r"\s*:?\s*(?:ca\.? ?|about )?\d{1,3}\s*(?:-\s*\d{1,3}\s*)?(?:m|min|mins|minutes?|minuten|minutos?|minut[io])\b\.?",
    r"(?:ca\.? ?|about |~)?\d{1,3}\s*(?:-|\s)?(?:m|min|mins|minutes?|minuten|minutos?|minut[io]|minuter)\.?\s*"
    r"(?:of )?(?:reading(?: time)?|to read|read|lesezeit|lesedauer|de lecture|de lectura|di lettura|de leitura|"
    r"leestijd|läsning)",
)
"""How long reading takes, as some publications say above their articles."""

CONTACT_KEY = regex.compile(
    r"^(?:(?:full )?name|user ?name|nick(?:name)?|handle|e-?mail(?: address)?|mail|phone(?: number)?|"
    r"tel(?:ephone|efon)?|mobile|fax|address|adresse|dirección|birth ?(?:date|day)|company|job(?: title)?|"
    r"bio(?:graphy)?|url|web ?site|followers|following|hobby|zip|city|country|introduction|twitter|facebook|"
    r"instagram|linkedin|tiktok|youtube|x)$",
    regex.I,
)
CONTACT_PROOF = regex.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|^(?:phone|tel|mobile|fax)[^:]*:\s*[+(\d][\d\s()./x-]{6,}|"
    r"^(?:user ?name|followers|following)\s*:",
    regex.I,
)
KEY_VALUE = regex.compile(r"^(?P<key>\p{L}[\p{L} /-]{0,28}?)\s*:\s*(?P<value>\S.*)$")
