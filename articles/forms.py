"""What people post when they bring articles in."""

from django import forms

from articles.actions.open_batch import ITEMS_AT_MOST, Brought, pasted
from articles.addresses import domain_of
from articles.models import BatchItem
from articles.one_line import one_line


class ManyFiles(forms.FileInput):
    """Choose several files at once."""

    allow_multiple_selected = True


class ImportForm(forms.Form):
    """Bring something in: files, a paste, addresses; any of them, all at once."""

    files = forms.Field(widget=ManyFiles, required=False)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), required=False, strip=False)
    html = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    text_url = forms.CharField(
        label="Address it is from", max_length=2000, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    addresses = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def clean_text_url(self) -> str:
        """An address of the web, or nothing."""
        return _address(self.cleaned_data["text_url"])

    def clean_addresses(self) -> list[str]:
        """One address per line; one without a scheme is taken for https."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        if len(lines) > ITEMS_AT_MOST:
            raise forms.ValidationError(f"At most {ITEMS_AT_MOST} addresses at once.")
        return [line if "://" in line else f"https://{line}" for line in lines]

    def brought(self, too_long: list[str]) -> list[Brought]:
        """Return what is brought in. `too_long` names files that were passed over while they came in."""
        cleaned = self.cleaned_data
        things = [
            Brought(BatchItem.Source.FILE, name=file.name, file=file, content_type=file.content_type or "")
            for file in self.files.getlist("files")
        ]
        things += [
            Brought(BatchItem.Source.FILE, name=name, refused="The file is too long: at most 100 MB are taken.")
            for name in too_long
        ]
        if cleaned["text"].strip() or cleaned["html"].strip():
            words = cleaned["html"] if cleaned["html"].strip() else cleaned["text"]
            is_html = bool(cleaned["html"].strip())
            things.append(pasted(words, is_html=is_html, url=cleaned["text_url"]))
        things += [Brought(BatchItem.Source.ADDRESS, url=url) for url in cleaned["addresses"]]
        return things


class DraftForm(forms.Form):
    """What was recognised of an article, to be corrected."""

    title = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 1}))
    byline = forms.CharField(max_length=300, required=False)
    published = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    publication = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"list": "publications", "autocomplete": "off"})
    )
    language = forms.RegexField(
        r"^[a-z]{2}$",
        required=False,
        error_messages={"invalid": "Two letters, as in en, de or es."},
        widget=forms.TextInput(attrs={"maxlength": 2, "autocomplete": "off"}),
    )
    url = forms.CharField(
        label="Address", max_length=2000, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )

    def clean_title(self) -> str:
        """A title is one line of what a reader sees."""
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError("An article needs a title.")
        return title

    def clean_byline(self) -> str:
        """A byline is one line too."""
        return one_line(self.cleaned_data["byline"])

    def clean_url(self) -> str:
        """An address of the web, or nothing."""
        return _address(self.cleaned_data["url"])

    @property
    def changes(self) -> dict[str, str]:
        """What the post says, as an item keeps it."""
        return {
            field: value.isoformat() if field == "published" and value else value or ""
            for field, value in self.cleaned_data.items()
        }


def _address(url: str) -> str:
    """Return an address of the web. Raises ValidationError for anything else."""
    url = url.strip()
    if url and not domain_of(url):
        raise forms.ValidationError("An address of the web begins with https:// or http://.")
    return url
