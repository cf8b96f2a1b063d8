"""Addresses of the desk, its articles and their reviews."""

from django.urls import path

from reviews.views import (
    around,
    articles,
    by_form,
    claims,
    desk,
    marks,
    notes,
    respond,
    rounds,
    sources,
    workspace,
)

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("articles/", articles.article_list, name="article-list"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path("articles/<int:pk>/open-round/", rounds.open_round_view, name="open-round"),
    path("rounds/<int:pk>/close-marking/", rounds.close_marking_view, name="close-marking"),
    path("rounds/<int:pk>/close/", rounds.close_round_view, name="close-round"),
    path("articles/<int:pk>/review/", workspace.workspace, name="workspace"),
    path("articles/<int:pk>/review/submit/", workspace.submit_view, name="submit"),
    path("articles/<int:pk>/review/form/", by_form.mark_by_form, name="mark-by-form"),
    path("articles/<int:pk>/review/around/", around.around, name="around"),
    path("articles/<int:pk>/review/marks/", marks.save_mark, name="save-mark"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/", marks.open_mark, name="open-mark"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/delete/", marks.delete_mark, name="delete-mark"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/restore/", marks.restore_mark, name="restore-mark"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/sources/", sources.add_evidence, name="add-evidence"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/searches/", sources.add_search, name="add-search"),
    path("articles/<int:pk>/review/attach/", sources.attach_source, name="attach-source"),
    path("articles/<int:pk>/review/detach/", sources.detach_source, name="detach-source"),
    path("articles/<int:pk>/review/notes/", notes.save_note_view, name="save-note"),
    path("articles/<int:pk>/review/notes/<uuid:uuid>/delete/", notes.delete_note_view, name="delete-note"),
    path("articles/<int:pk>/review/notes/<uuid:uuid>/restore/", notes.restore_note_view, name="restore-note"),
    path("articles/<int:pk>/review/dismissals/", marks.dismiss_sentence, name="dismiss"),
    path("articles/<int:pk>/review/dismissals/<uuid:uuid>/undo/", marks.take_up_sentence, name="take-up"),
    path("articles/<int:pk>/respond/", respond.respond_view, name="respond"),
    path("claims/", claims.claim_list, name="claim-list"),
    path("claims/<int:pk>/", claims.claim_detail, name="claim"),
]
