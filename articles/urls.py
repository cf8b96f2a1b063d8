"""Addresses of the import."""

from django.urls import path

from articles.views import blocks, imports, items, stories

urlpatterns = [
    path("import/", imports.import_page, name="import"),
    path("import/<int:pk>/", imports.batch_page, name="import-batch"),
    path("import/<int:pk>/progress/", imports.batch_progress, name="import-progress"),
    path("import/<int:pk>/save-certain/", imports.save_certain, name="import-save-certain"),
    path("import/<int:pk>/retry/", imports.retry_failed, name="import-retry-failed"),
    path("import/<int:pk>/story/", stories.propose, name="import-story"),
    path("import/<int:pk>/<int:item>/", imports.batch_page, name="import-item"),
    path("import/<int:batch>/<int:pk>/correct/", items.correct, name="import-correct"),
    path("import/<int:batch>/<int:pk>/turn/", items.turn, name="import-turn"),
    path("import/<int:batch>/<int:pk>/leave-out/", items.leave_out_view, name="import-leave-out"),
    path("import/<int:batch>/<int:pk>/take-back/", items.take_back_view, name="import-take-back"),
    path("import/<int:batch>/<int:pk>/retry/", items.retry_view, name="import-retry"),
    path("import/<int:batch>/<int:pk>/original/", items.item_original, name="import-original"),
    path("stories/arrange/", stories.arrange_stories, name="arrange-stories"),
    path("stories/<int:pk>/arrange/", stories.arrange_story, name="arrange-story"),
    path("revisions/<int:pk>/blocks/", blocks.revision_blocks, name="revision-blocks"),
    path("revisions/<int:pk>/turn-block/", blocks.turn_revision_block, name="turn-block"),
    path("revisions/<int:pk>/original/", items.revision_original, name="revision-original"),
]
