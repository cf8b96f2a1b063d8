"""A person signs in, in a real browser."""

from django.contrib.auth import get_user_model


def test_a_person_signs_in_by_e_mail(page, transactional_db):
    get_user_model().objects.create_user("Asha@desk.example", "correct horse", name="Asha Raman", role="editor")
    page.goto("/")
    page.get_by_label("E-mail").fill("asha@DESK.example")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.get_by_role("heading", name="Your desk").wait_for()
    assert page.get_by_text("Asha Raman").count()
