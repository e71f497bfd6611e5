"""What the writer of a refused text is told. The sentence never holds the text."""

from django.utils.translation import gettext_lazy as _

from kt1.law.screening.rules import Refusal

REFUSAL_LABELS = {
    Refusal.TOO_LONG: _("Write at most 200 characters."),
    Refusal.UNREADABLE: _("The text holds signs that cannot be shown. Type it again."),
    Refusal.SECRECY_LEVEL: _("Do not write the word of a level of secrecy here."),
    Refusal.MARK_LETTER: _("Do not write the letter of the mark here; it has its own field."),
    Refusal.DOCUMENT_NUMBER: _("Do not write the number or symbol of a document here."),
    Refusal.ABSTRACT: _("Do not write what a document is about here."),
    Refusal.SIGNER: _("Do not write who signed a document here."),
}
REGISTER_REFUSED = _(
    "The file shows signs of holding state secrets. Do not bring files over from a computer on"
    " which secrets are drafted; tell the person responsible. Nothing of it was kept."
)
