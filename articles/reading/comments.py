"""What readers wrote under an article, which is no part of it, in whatever language its place is called."""

import regex
from lxml.html import HtmlElement

from articles.reading.page import words_of

_WORD = (
    r"(?:comments?|kommentare?|comentarios?|comentários?|commentaires?|commenti|reacties|kommentarer|disqus|"
    r"leserkommentare|user-?comments|article-?comments|post-?comments)"
)
_PLACE = regex.compile(
    rf"^(?:{_WORD}(?:[-_]{{1,2}}(?:area|list|section|container|wrapper|block|box|thread|form|content|wrap|feed))?|"
    r"comment-?list|commentlist|respond|disqus_thread|fb-comments)$",
    regex.I,
)
_KEPT = 300  # code points that the page must have besides


def drop_comments(tree: HtmlElement) -> None:
    """Take the places of comments out of a page, unless the page is hardly anything else, as forums are.

    Only elements whose class or name is that of a place for comments, and that hold no article and no first heading.
    """
    places = [
        element
        for element in tree.iter("div", "section", "ol", "ul", "aside")
        if _is_place(element) and next(element.iter("h1", "main"), None) is None
    ]
    if not places or len(words_of(tree)) - sum(len(words_of(place)) for place in _outermost(places)) < _KEPT:
        return
    for place in _outermost(places):
        place.drop_tree()


def _is_place(element: HtmlElement) -> bool:
    names = [*(element.get("class") or "").split(), element.get("id") or ""]
    return any(_PLACE.match(name) for name in names)


def _outermost(places: list[HtmlElement]) -> list[HtmlElement]:
    """Those of the elements that lie in no other of them."""
    known = set(places)
    return [place for place in places if known.isdisjoint(place.iterancestors())]
