"""What templates of the desk may use without loading it."""

from django import template

register = template.Library()
