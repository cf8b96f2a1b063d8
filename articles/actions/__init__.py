"""What can happen to articles. One function per thing; each is one transaction and appends its event."""

from articles.actions.create_story import create_story
from articles.actions.dismiss_conflict import dismiss_conflict, take_back_dismissal
from articles.actions.edit_article import edit_article
from articles.actions.import_article import Imported, import_article
from articles.actions.open_batch import Brought, open_batch, pasted
from articles.actions.publication import create_publication, edit_publication
from articles.actions.regroup import merge_stories, move_articles, split_story
from articles.actions.rename_story import rename_story
from articles.actions.revise import Revised, revise
from articles.actions.set_block_kind import other_kind, set_block_kind

__all__ = [
    "Brought",
    "Imported",
    "Revised",
    "create_publication",
    "create_story",
    "dismiss_conflict",
    "edit_article",
    "edit_publication",
    "import_article",
    "merge_stories",
    "move_articles",
    "open_batch",
    "other_kind",
    "pasted",
    "rename_story",
    "revise",
    "set_block_kind",
    "split_story",
    "take_back_dismissal",
]
