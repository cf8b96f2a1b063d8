"""Addresses of the desk, its articles and their reviews."""

from django.urls import path

from reviews.views import articles, claim_deeds, claims, desk, marks, methods, policies, respond, rounds, workspace

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("articles/", articles.article_list, name="article-list"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path("articles/<int:pk>/open-round/", rounds.open_round_view, name="open-round"),
    path("rounds/<int:pk>/close-marking/", rounds.close_marking_view, name="close-marking"),
    path("rounds/<int:pk>/close/", rounds.close_round_view, name="close-round"),
    path("articles/<int:pk>/review/", workspace.workspace, name="workspace"),
    path("articles/<int:pk>/review/submit/", workspace.submit_view, name="submit"),
    path("articles/<int:pk>/review/marks/", marks.save_mark, name="save-mark"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/delete/", marks.delete_mark, name="delete-mark"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/restore/", marks.restore_mark, name="restore-mark"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/sources/", marks.add_evidence, name="add-evidence"),
    path("articles/<int:pk>/review/marks/<uuid:uuid>/searches/", marks.add_search, name="add-search"),
    path("articles/<int:pk>/review/attach/", marks.attach_source, name="attach-source"),
    path("articles/<int:pk>/review/evidence/<int:evidence>/detach/", marks.detach_source, name="detach-source"),
    path("articles/<int:pk>/review/dismissals/", marks.dismiss_sentence, name="dismiss"),
    path("articles/<int:pk>/review/dismissals/<uuid:uuid>/undo/", marks.take_up_sentence, name="take-up"),
    path("articles/<int:pk>/respond/", respond.respond_view, name="respond"),
    path("methods/", methods.methods, name="methods"),
    path("methods/records/", methods.record_list, name="record-list"),
    path("methods/records/<int:pk>/", methods.record_detail, name="record"),
    path("articles/<int:pk>/status/", methods.article_status, name="article-status"),
    path("policy/", policies.policy_page, name="policy"),
    path("policy/propose/", policies.propose_view, name="propose-policy"),
    path("policy/recompute/", policies.recompute_view, name="recompute"),
    path("claims/", claims.claim_list, name="claim-list"),
    path("claims/<int:pk>/", claims.claim_detail, name="claim"),
    path("claims/<int:pk>/<slug:deed>/", claim_deeds.claim_deed, name="claim-deed"),
    path("articles/<int:pk>/raise-claim/", claim_deeds.raise_view, name="raise-claim"),
]
