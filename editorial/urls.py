"""Every address of the desk."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from editorial.accounts import views as accounts

urlpatterns = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", accounts.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("admin/", admin.site.urls),
    path("", include("reviews.urls")),
]
