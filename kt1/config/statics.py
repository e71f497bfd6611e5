"""How the files of the pages are named and kept: each under the hash of its content."""

from whitenoise.storage import (  # type: ignore[import-untyped]  # it brings no types
    CompressedManifestStaticFilesStorage,
)


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # as above
    """Only hashed names are served, so the modules of a script must ask for each other by them."""

    support_js_module_import_aggregation = True
