"""What can happen to articles. One function per thing; each is one transaction and appends its event."""

from articles.actions.create_story import create_story
from articles.actions.import_article import Imported, import_article

__all__ = ["Imported", "create_story", "import_article"]
