"""Every address of the desk."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from editorial import privacy, sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("me/data/", privacy.my_data, name="my-data"),
    path("people/<int:pk>/data.json", privacy.take_data, name="take-data"),
    path("people/<int:pk>/erase/", privacy.erase, name="erase-person"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
    path("", include("reviews.urls")),
]
