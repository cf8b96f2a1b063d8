"""Every address of the desk."""

urlpatterns = []
