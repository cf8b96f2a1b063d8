"""The demo desk as data: people, articles and what reviewers made of them. All of it is invented."""
