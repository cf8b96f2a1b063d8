"""What is reviewed: publications, stories, articles and their revisions."""

from articles.models.article import Article
from articles.models.publication import Publication
from articles.models.revision import Revision
from articles.models.story import Story

__all__ = ["Article", "Publication", "Revision", "Story"]
