"""The admin's pages of reviews, of the articles under review, and of the log, which all obey blindness."""

from reviews.admin import articles, claims, discussion, marks, moderation, people, record, rounds, teams

__all__ = ["articles", "claims", "discussion", "marks", "moderation", "people", "record", "rounds", "teams"]
