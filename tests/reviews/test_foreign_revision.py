"""A lead imports, and yet gives no other team's article a new text: its marks and claims would fall behind."""

import pytest

from articles.actions.bring_in import bring_in
from articles.actions.errors import Refused
from articles.models import BatchItem
from tests.articles.helpers import a_draft
from tests.factories import NOW, Desk, make_article, make_person, make_team

pytestmark = pytest.mark.django_db


def revise_by(person, article):
    """Bring in another text of the article, as the person would."""
    draft = a_draft(article.current.text + " It rained.", url=article.url)
    how = {"right": "of the test", "now": NOW, "decision": BatchItem.Decision.REVISION, "chosen": article}
    return bring_in(draft=draft, actor=person, **how)


@pytest.fixture
def foreign_lead():
    person = make_person("Lead of another team")
    make_team(lead=person)
    return person


def test_a_lead_gives_no_other_teams_article_a_new_text(foreign_lead):
    desk = Desk()

    with pytest.raises(Refused, match="another team"):
        revise_by(foreign_lead, desk.article)

    desk.refresh()
    assert desk.article.current_id == desk.round.revision_id


@pytest.mark.parametrize("who", ["lead", "editor"])
def test_the_teams_lead_and_editors_do(who):
    desk = Desk()

    arrival = revise_by(getattr(desk, who), desk.article)

    assert arrival.outcome == BatchItem.Outcome.REVISION


def test_what_no_team_owns_is_for_the_lead_who_brought_it_in(foreign_lead):
    article = make_article()
    with pytest.raises(Refused):
        revise_by(foreign_lead, article)
    article.imported_by = foreign_lead
    article.save(update_fields=["imported_by"])
    assert revise_by(foreign_lead, article).outcome == BatchItem.Outcome.REVISION


def test_a_moderator_and_a_reviewer_may_not():
    desk = Desk()
    for person in (desk.reviewers[0], make_person(role="moderator"), desk.observer):
        with pytest.raises(Refused):
            revise_by(person, desk.article)
