"""Every address of the desk."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from editorial import sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
    path("", include("reviews.urls")),
]
