"""Articles, their texts, stories, publications and imports in the admin.

`ArticleAdmin` is registered by the app that keeps outcomes by story, which has to work them out anew where it changes.
"""

from articles.admin import imports
from articles.admin.articles import ArticleAdmin

__all__ = ["ArticleAdmin", "imports"]
