"""Stories: proposed for the articles of a batch, arranged by hand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.actions import create_story, merge_stories, rename_story, split_story
from articles.actions.errors import Refused
from articles.actions.propose_story import decline_story, make_story
from articles.models import Article, Story
from articles.rules import articles_for, may_arrange, right_to_import, stories_for
from articles.views.gates import batch_or_404, for_importers


@require_POST
@for_importers
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one story of articles of a batch, or say that they are none."""
    batch = batch_or_404(request, pk)
    items = _numbers(request, "item")
    if request.POST.get("decline"):
        decline_story(batch=batch, items=_numbers(request, "of"), by=request.user, now=timezone.now())
        return redirect("import-batch", pk=pk)
    articles = _changeable(request, _numbers(request, "article"))
    title = request.POST.get("title", "")
    story = make_story(batch=batch, items=items, articles=articles, title=title, by=request.user, now=timezone.now())
    number = len(items) + len(articles)
    messages.success(request, f"{number} {'article is' if number == 1 else 'articles are'} in the story “{story}”.")
    return redirect("import-batch", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def arrange_stories(request: HttpRequest) -> HttpResponse:
    """List the stories, and make one."""
    if request.method == "POST":
        try:
            story = create_story(title=request.POST.get("title", ""), **_by(request))
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        if not stories_for(request.user).filter(pk=story.pk).exists():
            raise Refused("A story of this title is outside your teams. An editor can put your articles there.")
        return redirect("arrange-story", pk=story.pk)
    seen = Q(articles__in=articles_for(request.user).values("pk"))
    stories = stories_for(request.user).annotate(number=Count("articles", filter=seen, distinct=True)).order_by("title")
    return render(request, "articles/stories.html", {"stories": stories})


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def arrange_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a story, take articles out into another, or merge it into one that is here."""
    story = get_object_or_404(Story, pk=pk)
    if story.merged_into:
        return redirect("arrange-story", pk=story.merged_into_id)
    get_object_or_404(stories_for(request.user), pk=pk)
    if request.method == "POST":
        return redirect("arrange-story", pk=_arranged(request, story).pk)
    seen = articles_for(request.user)
    articles = seen.filter(story=story).select_related("publication").order_by("published", "pk")
    others = stories_for(request.user).exclude(pk=pk).order_by("title")
    context = {"story": story, "articles": articles, "others": others}
    return render(request, "articles/story_arrange.html", context)


def _arranged(request: HttpRequest, story: Story) -> Story:
    """Do what was posted, and return the story to show."""
    own = list(story.articles.all())
    chosen = [article for article in own if article.pk in set(_numbers(request, "article"))]
    deed = request.POST.get("deed")
    touched = chosen if deed == "split" else own
    if not all(may_arrange(request.user, article) for article in touched):
        raise Refused("Some of these articles belong to another team. An editor can arrange them.")
    title = request.POST.get("title", "")
    try:
        if deed == "rename":
            return rename_story(story=story, title=title, **_by(request))
        if deed == "split":
            return split_story(story=story, articles=chosen, title=title, **_by(request))
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if deed == "merge":
        into = get_object_or_404(stories_for(request.user), pk=next(iter(_numbers(request, "into")), 0))
        return merge_stories(story=story, into=into, **_by(request))
    raise Refused("There is nothing of this kind to do with a story.")


def _by(request: HttpRequest) -> dict[str, object]:
    """Return who acts, by what right and when."""
    return {"by": request.user, "right": right_to_import(request.user), "now": timezone.now()}


def _changeable(request: HttpRequest, numbers: list[int]) -> list[Article]:
    """Return the articles of these numbers that are the person's to change."""
    return [article for article in Article.objects.filter(pk__in=numbers) if may_arrange(request.user, article)]


def _numbers(request: HttpRequest, name: str) -> list[int]:
    """Return the numbers that were posted under a name; what is none is passed over."""
    posted = request.POST.getlist(name)
    return [int(words) for words in posted if words.isascii() and words.isdigit() and len(words) < 19]
