"""What people do to a claim on its page: a form each, a redirect back, and what was refused beside its field."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reviews import rules
from reviews.actions.ask_another import ask_another
from reviews.actions.change_mind import change_mind
from reviews.actions.contradict import contradict, take_back_contradiction
from reviews.actions.discuss import discuss
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.link_claims import link_claims, take_back_link
from reviews.actions.merge import merge_claims
from reviews.actions.occurrence import add_occurrence
from reviews.actions.raise_claim import raise_claim
from reviews.actions.split_claim import split_claim
from reviews.actions.undo import undo
from reviews.actions.word_claim import set_bearing, word_claim
from reviews.forms import (
    AskForm,
    BearingForm,
    CommentForm,
    LikeForm,
    MindForm,
    OtherClaimForm,
    PlaceForm,
    RaiseForm,
    UndoForm,
    WordForm,
)
from reviews.models import Claim, ClaimLink, Round
from reviews.queries.neighbours import in_the_story, linked_with, with_article
from reviews.queries.rounds import fresh_reviewers
from reviews.queries.rulings import NEEDS, place_in_queue
from reviews.queries.visible import claims_for
from reviews.views.claim_page import claim_context, split_form
from reviews.views.claims import after, stale
from reviews.views.gates import answers_refusals, article_or_404, claim_or_404

Deed = Callable[[HttpRequest, Claim, forms.Form], str]


@require_POST
@answers_refusals
def claim_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do something to a claim: the form that its page offered says what."""
    claim = claim_or_404(request, pk)
    if deed not in _DEEDS:
        raise Http404
    name, make, do = _DEEDS[deed]
    why_not = _why_not(request.user, claim, deed)
    if why_not:
        raise NotAllowed(why_not)
    form = make(request, claim)
    if form.is_valid():
        try:
            said = do(request, claim, form)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except Stale as error:
            return stale(request, claim, name, make, error)
        else:
            if said:
                messages.success(request, said)
            return redirect(_where(request, claim, deed))
    return render(request, "reviews/claim.html", claim_context(request, claim, {name: form}), status=422)


def _why_not(person: object, claim: Claim, deed: str) -> str:
    """Return the sentence that keeps them from a deed whatever they write in its form, or an empty string."""
    match deed:
        case "comment":
            return rules.why_not_discuss(person, claim)
        case "mind":
            return rules.why_not_change_mind(person, claim)
        case "ask":
            return rules.why_not_ask(person, claim)
        case "liken" | "unliken":
            return rules.why_not_link_claims(person, claim)
        case _:
            return rules.why_not_edit(person, claim)


def _where(request: HttpRequest, claim: Claim, deed: str) -> str:
    """Return where to go on: to the next of the queue when another reviewer was asked, else back to the claim."""
    needs = request.GET.get("needs")
    if needs not in NEEDS:
        return after(claim, None)
    if deed == "ask":
        return after(claim, place_in_queue(request.user, needs, claim.pk))
    return f"{after(claim, None)}?needs={needs}"


def _how(request: HttpRequest, claim: Claim, form: forms.Form) -> dict[str, object]:
    """Return what every change of a claim takes."""
    return {"claim": claim, "by": request.user, "version": form.cleaned_data["version"], "now": timezone.now()}


def _comment(request: HttpRequest, claim: Claim, form: CommentForm) -> str:
    discuss(claim=claim, by=request.user, now=timezone.now(), **form.cleaned_data)
    return ""


def _mind(request: HttpRequest, claim: Claim, form: MindForm) -> str:
    answer, why = form.cleaned_data["answer"], form.cleaned_data["why"]
    change_mind(**_how(request, claim, form), answer=answer, why=why)
    return f"You now say {answer}. What you said first is kept beside it."


def _ask(request: HttpRequest, claim: Claim, form: AskForm) -> str:
    reviewer = form.cleaned_data["reviewer"]
    ask_another(claim=claim, reviewer=reviewer, due=form.moment, by=request.user, now=timezone.now())
    return f"{reviewer or 'Somebody of the team'} marks the article alone, and then answers what they had not marked."


def _word(request: HttpRequest, claim: Claim, form: WordForm) -> str:
    word_claim(**_how(request, claim, form), statement=form.cleaned_data["statement"])
    return "Worded."


def _bear(request: HttpRequest, claim: Claim, form: BearingForm) -> str:
    set_bearing(**_how(request, claim, form), bearing=form.cleaned_data["bearing"])
    return f"It is {form.cleaned_data['bearing']} now."


def _place(request: HttpRequest, claim: Claim, form: PlaceForm) -> str:
    add_occurrence(**_how(request, claim, form), span=form.cleaned_data["span"], quote=form.cleaned_data["quote"])
    return "The place was added."


def _merge(request: HttpRequest, claim: Claim, form: OtherClaimForm) -> str:
    number, version = form.cleaned_data["other"]
    other = get_object_or_404(Claim.every.select_related("revision"), pk=number)
    merge_claims(**_how(request, claim, form), other=other, other_version=version)
    return "Merged. The history below can part them again."


def _split(request: HttpRequest, claim: Claim, form: forms.Form) -> str:
    other = split_claim(**_how(request, claim, form), marks=[int(pk) for pk in form.cleaned_data["marks"]])
    return f"Split: claim {other.pk} has the marks that you chose."


def _link(request: HttpRequest, claim: Claim, form: OtherClaimForm) -> str:
    number, version = form.cleaned_data["other"]
    contradict(**_how(request, claim, form), other=_other(request, number), other_version=version)
    return "Linked. The two cannot both stand as verified."


def _unlink(request: HttpRequest, claim: Claim, form: OtherClaimForm) -> str:
    number, version = form.cleaned_data["other"]
    take_back_contradiction(**_how(request, claim, form), other=_other(request, number), other_version=version)
    return "The link was taken back."


def _other(request: HttpRequest, number: int) -> Claim:
    """Return another claim that the person may see."""
    return get_object_or_404(claims_for(request.user).select_related("revision"), pk=number)


def _liken(request: HttpRequest, claim: Claim, form: LikeForm) -> str:
    other, kind = _other(request, form.cleaned_data["other"]), form.cleaned_data["kind"]
    link_claims(claim=claim, other=other, kind=kind, by=request.user, now=timezone.now())
    return f"Noted as {ClaimLink.Kind(kind).label}. Each keeps its own verdict."


def _unliken(request: HttpRequest, claim: Claim, form: LikeForm) -> str:
    take_back_link(claim=claim, other=_other(request, form.cleaned_data["other"]), by=request.user, now=timezone.now())
    return "Taken back."


def _undo(request: HttpRequest, claim: Claim, form: UndoForm) -> str:
    undo(**_how(request, claim, form), position=form.cleaned_data["position"])
    return "Undone; the history keeps both."


def _among_linked(request: HttpRequest, claim: Claim) -> OtherClaimForm:
    """Return the form that takes a link back."""
    linked = with_article(claims_for(request.user).filter(pk__in=linked_with(claim)))
    return OtherClaimForm(request.POST, claim=claim, others=list(linked))


def _among_story(name: str) -> Callable[[HttpRequest, Claim], OtherClaimForm]:
    """Return the form that names another claim of the article or its story."""
    return lambda request, claim: OtherClaimForm(
        request.POST, claim=claim, others=in_the_story(claim, request.user), auto_id=f"{name}-%s"
    )


def _plain(form: type[forms.Form]) -> Callable[[HttpRequest, Claim], forms.Form]:
    return lambda request, claim: form(request.POST, claim=claim)


_DEEDS: dict[str, tuple[str, Callable[[HttpRequest, Claim], forms.Form], Deed]] = {
    "comment": ("comment_form", lambda request, _: CommentForm(request.POST), _comment),
    "mind": ("mind_form", _plain(MindForm), _mind),
    "ask": (
        "ask_form",
        lambda request, c: AskForm(request.POST, reviewers=fresh_reviewers(c.round.article, c.round.team)),
        _ask,
    ),
    "word": ("word_form", _plain(WordForm), _word),
    "bearing": ("bearing_form", _plain(BearingForm), _bear),
    "place": ("place_form", _plain(PlaceForm), _place),
    "merge": ("merge_form", _among_story("merge"), _merge),
    "split": ("split_form", lambda request, claim: split_form(claim, request.POST), _split),
    "link": ("link_form", _among_story("link"), _link),
    "unlink": ("unlink_form", _among_linked, _unlink),
    "liken": ("like_form", lambda request, _: LikeForm(request.POST), _liken),
    "unliken": ("like_form", lambda request, _: LikeForm(request.POST, asks_kind=False), _unliken),
    "undo": ("undo_form", _plain(UndoForm), _undo),
}


@require_http_methods(["GET", "POST"])
@answers_refusals
def raise_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise a claim that nobody marked, by the words of its passage."""
    article = article_or_404(request, pk)
    round_ = Round.objects.filter(article=article).select_related("team", "revision").order_by("-number").first()
    if round_ is None or not rules.may_edit_claims(request.user, article, round_.team):
        raise NotAllowed("Only an editor, an admin or the team's lead raises a claim, on an article under review.")
    form = RaiseForm(
        request.POST or None,
        text=round_.revision.text,
        initial={"revision": round_.revision_id, "quote": request.GET.get("quote", "")},
    )
    status = 200
    if request.method == "POST":
        claim = _raise(request, article, form) if form.is_valid() else None
        if claim is not None:
            return redirect("claim", pk=claim.pk)
        status = 422
    context = {"article": article, "form": form, "round": round_}
    return render(request, "reviews/claim_raise.html", context, status=status)


def _raise(request: HttpRequest, article: object, form: RaiseForm) -> Claim | None:
    """Raise the claim, or put what was refused beside its field."""
    try:
        claim = raise_claim(
            article=article,
            revision=form.cleaned_data["revision"],
            span=form.span,
            quote=form.cleaned_data["quote"],
            statement=form.cleaned_data["statement"],
            bearing=form.cleaned_data["bearing"],
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    messages.success(request, "Raised.")
    return claim
