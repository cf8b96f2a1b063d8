from django.db import models
from django.db.models.functions import Lower


class Publication(models.Model):
    """Who published: a site or paper, with its domain where it has one."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="articles_publication_name_once"),
            models.UniqueConstraint(
                Lower("domain"), condition=~models.Q(domain=""), name="articles_publication_domain_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
