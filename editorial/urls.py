"""Every address of the desk."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from editorial import joining, privacy, sign_in

# One way to sign in: with its limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/demo/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("me/data/", privacy.my_data, name="my-data"),
    path("people/<int:pk>/data.json", privacy.take_data, name="take-data"),
    path("people/<int:pk>/erase/", privacy.erase, name="erase-person"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("join/<str:token>/", joining.join, name="join"),
    path("admin/", admin.site.urls),
    path("", include("editorial.accounts.urls")),
    path("", include("articles.urls")),
    path("", include("reviews.urls")),
]
