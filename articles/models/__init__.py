"""What is reviewed: publications, stories, articles and their revisions; and how they come in."""

from articles.models.article import Article
from articles.models.batch import Batch
from articles.models.batch_item import BatchItem
from articles.models.block_correction import BlockCorrection
from articles.models.original import Original, OriginalPiece
from articles.models.publication import Publication
from articles.models.revision import Revision
from articles.models.shingle import Shingle
from articles.models.story import Story

__all__ = [
    "Article",
    "Batch",
    "BatchItem",
    "BlockCorrection",
    "Original",
    "OriginalPiece",
    "Publication",
    "Revision",
    "Shingle",
    "Story",
]
