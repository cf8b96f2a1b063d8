"""The people of the desk. They sign in by e-mail; what they may do follows from their role (DESIGN.md, Roles)."""

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager):
    """Creates people, and finds them by e-mail whatever its case."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return an e-mail as it is kept: in small letters, as allauth looks for it."""
        return super().normalize_email(email).lower()

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a new person; without a password they cannot sign in by one."""
        if not email:
            raise ValueError("E-mail: it is how a person signs in, so it cannot be empty.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a new admin; `manage.py createsuperuser` calls this."""
        return self.create_user(email, password, **{"role": User.Role.ADMIN, **fields})

    def get_by_natural_key(self, username: str) -> "User":
        """Return the person with this e-mail, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One person.

    `role` is what they are on the whole desk; being lead, reviewer or observer is a membership of a team.
    """

    class Role(models.TextChoices):
        """Desk-wide roles."""

        MEMBER = "member", "member"
        EDITOR = "editor", "editor"
        MODERATOR = "moderator", "moderator"
        ADMIN = "admin", "admin"

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(
        max_length=12,
        choices=Role,
        default=Role.MEMBER,
        help_text="On the whole desk. Leads, reviewers and observers are members of a team.",
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Untick to end somebody's access; their work stays."
    )
    time_zone = models.CharField(
        max_length=40, blank=True, help_text="Name of a time zone, such as Europe/Oslo; empty: the desk's."
    )
    date_joined = models.DateTimeField("joined", default=timezone.now, editable=False)
    suspended_until = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Until then they can read and appeal, and do nothing else."
    )
    named_outside = models.BooleanField(
        default=False, help_text="Whether what leaves the desk names them. Otherwise the desk signs."
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message="Somebody has this e-mail already.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["member", "editor", "moderator", "admin"]), name="accounts_user_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def outside_name(self) -> str:
        """What they are called outside the desk: their name if they opted in, else a number that says nothing."""
        return self.name if self.named_outside and self.erased_at is None else f"reviewer {self.pk}"

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin is one of their places of work."""
        return self.role in {self.Role.MODERATOR, self.Role.ADMIN}

    @property
    def is_superuser(self) -> bool:
        """Whether they are an admin. It opens the admin; it lifts no rule of fairness."""
        return self.role == self.Role.ADMIN

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Answer what a permission allows: admins all, moderators to look, others what the desk's backends grant.

        Django's own backend is not asked: it looks into tables of permissions that this user model does without.
        """
        if not self.is_active:
            return False
        if self.is_superuser or (self.is_staff and perm.partition(".")[2].startswith("view_")):
            return True
        from django.contrib.auth.backends import ModelBackend  # noqa: PLC0415 - that module needs this model

        granting = (backend for backend in get_backends() if not isinstance(backend, ModelBackend))
        return any(backend.has_perm(self, perm, obj=obj) for backend in granting)

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        """Answer whether they have every one of the permissions."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002
        """Answer Django's admin whether to list an app."""
        return self.is_active and self.is_staff
