"""What is reviewed: publications, stories, articles and their revisions; and how they come in."""

from articles.models.article import Article
from articles.models.batch import Batch
from articles.models.batch_item import BatchItem
from articles.models.block_correction import BlockCorrection
from articles.models.comparison import Comparison
from articles.models.dismissed_conflict import DismissedConflict
from articles.models.extract import Extract
from articles.models.key_name import KeyName
from articles.models.original import Original, OriginalPiece
from articles.models.publication import Publication
from articles.models.revision import Revision
from articles.models.shingle import Shingle
from articles.models.story import Story
from articles.models.term import Term

__all__ = [
    "Article",
    "Batch",
    "BatchItem",
    "BlockCorrection",
    "Comparison",
    "DismissedConflict",
    "Extract",
    "KeyName",
    "Original",
    "OriginalPiece",
    "Publication",
    "Revision",
    "Shingle",
    "Story",
    "Term",
]
